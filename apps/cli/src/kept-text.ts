import { readFileSync } from 'node:fs';

/**
 * The text of a file that somebody has kept: a checkpoint, public keys. What editors and mail do to such a file is undone, for it
 * changes nothing of what was said: a byte-order mark, UTF-16 or GB18030 instead of UTF-8, line ends of Windows, blanks at the ends
 * of lines, empty lines before and after, a last line end that is missing.
 *
 * @throws in a sentence about the file when it cannot be read or is empty.
 */
export function keptText(path: string): string {
  let bytes: Buffer;
  try {
    bytes = readFileSync(path);
  } catch (error) {
    throw new Error(`文件 ${path} 无法打开：${error instanceof Error ? error.message : String(error)}`, {
      cause: error,
    });
  }
  const lines = decoded(bytes, path)
    .split(/\r\n|\r|\n/)
    .map((line) => line.replace(/[ \t]+$/, ''));
  while (lines[0] === '') lines.shift();
  while (lines.at(-1) === '') lines.pop();
  if (lines.length === 0) throw new Error(`文件 ${path} 是空的`);
  return `${lines.join('\n')}\n`;
}

function decoded(bytes: Buffer, path: string): string {
  const marked =
    bytes[0] === 0xff && bytes[1] === 0xfe
      ? 'utf-16le'
      : bytes[0] === 0xfe && bytes[1] === 0xff
        ? 'utf-16be'
        : undefined;
  for (const encoding of marked ? [marked] : ['utf-8', 'gb18030']) {
    try {
      return new TextDecoder(encoding, { fatal: true }).decode(bytes); // takes the mark away
    } catch {
      continue; // another encoding may fit
    }
  }
  throw new Error(`文件 ${path} 不是文本文件`);
}
