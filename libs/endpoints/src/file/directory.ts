import { randomUUID } from 'node:crypto';
import { open, readdir, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { asideNameOf, type Folder, type FolderEntry, isAside, NothingArrived, orAborted } from './folder';

/** A directory of this machine, or one that is mounted here. */
export class DirectoryFolder implements Folder {
  constructor(private readonly root: string) {}

  list(sub: string, signal: AbortSignal): Promise<readonly FolderEntry[]> {
    return orAborted(signal, async () => {
      const directory = join(this.root, sub);
      const names = (await readdir(directory)).filter((name) => !isAside(name));
      const entries = await Promise.all(names.map((name) => entryOf(directory, name)));
      return entries.filter((entry) => entry !== undefined);
    });
  }

  read(sub: string, name: string, bytesMax: number, signal: AbortSignal): Promise<Buffer> {
    return orAborted(signal, async () => {
      const file = await open(join(this.root, sub, name), 'r');
      try {
        const { size } = await file.stat();
        if (size > bytesMax) throw new Error(`${name} is longer than ${bytesMax} bytes`);
        const { buffer, bytesRead } = await file.read(Buffer.alloc(size), 0, size, 0);
        return buffer.subarray(0, bytesRead);
      } finally {
        await file.close();
      }
    });
  }

  put(sub: string, name: string, bytes: Buffer, signal: AbortSignal): Promise<void> {
    return orAborted(signal, async () => {
      const directory = join(this.root, sub);
      const aside = join(directory, asideNameOf(name, randomUUID()));
      try {
        await writtenThrough(aside, bytes, signal);
        signal.throwIfAborted(); // nobody waits for it any more, so it must not appear later
      } catch (error) {
        await rm(aside, { force: true }).catch(() => undefined); // the first error is the one to tell; a leftover is hidden
        throw new NothingArrived(error);
      }
      try {
        await rename(aside, join(directory, name));
      } catch (error) {
        // What is still aside was not renamed. When it is gone, nobody knows: a mount may lose an answer too.
        throw (await wasThere(aside)) ? new NothingArrived(error) : error;
      }
      await flushed(directory);
    });
  }

  /** Takes a file away; one that is gone already is fine. For who keeps the folder: nobody else removes anything. */
  takeAway(sub: string, name: string, signal: AbortSignal): Promise<void> {
    return orAborted(signal, async () => {
      const directory = join(this.root, sub);
      await rm(join(directory, name), { force: true });
      await flushed(directory);
    });
  }

  close(): Promise<void> {
    return Promise.resolve();
  }
}

async function writtenThrough(path: string, bytes: Buffer, signal: AbortSignal): Promise<void> {
  const file = await open(path, 'wx');
  try {
    await file.writeFile(bytes, { signal });
    await file.sync();
  } finally {
    await file.close();
  }
}

/** The name itself survives a pulled plug only when its directory was flushed. */
async function flushed(directory: string): Promise<void> {
  const handle = await open(directory, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Undefined when it was taken away between the look at the directory and the look at the file. */
async function entryOf(directory: string, name: string): Promise<FolderEntry | undefined> {
  try {
    const { size: bytes, mtimeMs: changedAt } = await stat(join(directory, name));
    return { name, bytes, changedAt };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

/** Takes it away. @returns whether it was there */
const wasThere = (path: string): Promise<boolean> =>
  rm(path).then(
    () => true,
    () => false,
  );
