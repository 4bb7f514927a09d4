import { type FileHandle, open } from 'node:fs/promises';

const heldMax = 64 * 1024;

/** A text file (UTF-8) written from its beginning in many small pieces. Errors are thrown by the call that met them. */
export class TextFile {
  private held = '';

  private constructor(private readonly file: FileHandle) {}

  static async create(path: string): Promise<TextFile> {
    return new TextFile(await open(path, 'w'));
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
