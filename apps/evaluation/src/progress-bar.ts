const width = 28;

/** Draws one line that moves on a terminal, and one plain line per file elsewhere. `done` is between 0 and 1. */
export class ProgressBar {
  private last = '';

  draw(label: string, done: number, note: string): void {
    if (!process.stdout.isTTY) return;
    const filled = Math.round(Math.min(1, done) * width);
    const line = `  ${label.padEnd(14)} ${'█'.repeat(filled)}${'░'.repeat(width - filled)} ${note}`;
    if (line !== this.last) process.stdout.write(`\r\u001b[2K${line}`);
    this.last = line;
  }

  end(line: string): void {
    if (process.stdout.isTTY) process.stdout.write('\r\u001b[2K');
    console.log(line);
    this.last = '';
  }
}
