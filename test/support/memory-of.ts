import { open, readFile } from 'node:fs/promises';

const pieceBytes = 4 * 1024 * 1024;

/** Whether the text stands anywhere in what a process has written to its memory. By /proc, so on Linux alone. */
export async function isInMemoryOf(pid: number, text: string): Promise<boolean> {
  const wanted = Buffer.from(text);
  const maps = await readFile(`/proc/${pid}/maps`, 'utf8');
  const memory = await open(`/proc/${pid}/mem`);
  try {
    for (const [, from = '', until = ''] of maps.matchAll(/^([0-9a-f]+)-([0-9a-f]+) rw/gm)) {
      const [start, end] = [parseInt(from, 16), parseInt(until, 16)];
      for (let at = start; at < end; at += pieceBytes) {
        const piece = Buffer.alloc(Math.min(pieceBytes + wanted.length, end - at));
        // What was never touched cannot be read, and holds nothing.
        const read = await memory.read(piece, 0, piece.length, at).catch(() => undefined);
        if (read && piece.subarray(0, read.bytesRead).includes(wanted)) return true;
      }
    }
    return false;
  } finally {
    await memory.close();
  }
}
