import { type FileHandle, open } from 'node:fs/promises';

const ownerOnly = 0o600;
const heldMax = 64 * 1024;

/**
 * A text file (UTF-8) written from its beginning in many small pieces, for its owner's eyes only: rows name people. Errors are thrown
 * by the call that met them.
 */
export class TextFile {
  private held = '';

  private constructor(private readonly file: FileHandle) {}

  static async create(path: string): Promise<TextFile> {
    const file = await open(path, 'w', ownerOnly);
    await file.chmod(ownerOnly); // one that was there keeps its mode
    return new TextFile(file);
  }

  async write(text: string): Promise<void> {
    this.held += text;
    if (this.held.length >= heldMax) await this.flush();
  }

  async close(): Promise<void> {
    try {
      await this.flush();
    } finally {
      await this.file.close();
    }
  }

  private async flush(): Promise<void> {
    const text = this.held;
    this.held = '';
    await this.file.writeFile(text);
  }
}
