import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

/** A process that is made to be killed. What it said before it died is heard to the last line. */
export class Victim {
  private readonly child: ChildProcess;
  private readonly gone: Promise<unknown>;
  private readonly firstLine: Promise<void>;

  constructor(
    readonly script: string,
    environment: NodeJS.ProcessEnv,
    onLine: (line: string) => void = () => undefined,
    /** Its log, or the file that takes it; of one that meets trouble all the time nobody wants to read it. */
    log: 'inherit' | 'ignore' | number = 'inherit',
  ) {
    this.child = spawn(process.execPath, [join(__dirname, script)], {
      env: { ...process.env, ...environment },
      stdio: ['pipe', 'pipe', log],
    });
    const { stdout, stdin } = this.child;
    if (!stdout || !stdin) throw new Error(`${script} has no pipes`);
    stdin.on('error', () => undefined); // it may be dead before it has read
    let half = '';
    let heard: () => void = () => undefined;
    this.firstLine = new Promise((resolve) => (heard = resolve));
    stdout.setEncoding('utf8').on('data', (text: string) => {
      const lines = `${half}${text}`.split('\n');
      half = lines.pop() ?? ''; // the last line of a killed process may stay half a line
      for (const line of lines) onLine(line);
      if (lines.length > 0) heard();
    });
    this.gone = Promise.all([once(this.child, 'exit'), once(stdout, 'close')]).finally(heard);
  }

  tell(lines: readonly string[]): void {
    this.child.stdin?.write(`${lines.join('\n')}\n`);
  }

  /** It has said its first line, or is gone. */
  async heard(): Promise<void> {
    await this.firstLine;
  }

  /** @returns whether it had ended by itself. */
  async kill(): Promise<boolean> {
    this.child.kill('SIGKILL');
    await this.gone;
    return this.child.signalCode !== 'SIGKILL';
  }
}
