import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { projectRoot } from './project-root';

/** What a supervisor waits before it kills. */
const supervisorMs = 15_000;

/** Tells a process to stop as a supervisor does: politely, and when its patience is at its end, not. */
export function supervised(child: ChildProcess): void {
  child.kill('SIGTERM');
  const impatient = setTimeout(() => child.kill('SIGKILL'), supervisorMs);
  child.once('exit', () => {
    clearTimeout(impatient);
  });
}

/** A built program as a process of its own, and all that it says on both outputs. */
export class Program {
  output = '';
  private readonly closed: Promise<number | null>;

  constructor(readonly child: ChildProcess) {
    for (const stream of [child.stdout, child.stderr])
      stream?.on('data', (piece: Buffer) => (this.output += piece.toString()));
    this.closed = once(child, 'close').then(([code]) => code as number | null);
  }

  /** Waits until it has said so. */
  async said(what: RegExp, withinMs = 60_000): Promise<RegExpExecArray> {
    const end = Date.now() + withinMs;
    for (;;) {
      const found = what.exec(this.output);
      if (found) return found;
      if (Date.now() > end || this.child.exitCode !== null) throw new Error(`not said: ${what}\n${this.output}`);
      await sleep(20);
    }
  }

  /** Waits until it has ended and said everything. @returns the exit code */
  ended(): Promise<number | null> {
    return this.closed;
  }

  /** SIGTERM, as a supervisor says it. @returns the exit code; null: the supervisor had to kill it */
  async stopped(): Promise<number | null> {
    supervised(this.child);
    return this.closed;
  }
}

/** The programs of one test file, so that none outlives it. */
export class Programs {
  private readonly started: Program[] = [];

  /** @param line what node is to run, with its arguments; or, with a `command`, that one's arguments */
  start(line: readonly string[], environment: NodeJS.ProcessEnv = {}, command = process.execPath): Program {
    const child = spawn(command, line, {
      cwd: projectRoot,
      env: { ...process.env, ...environment },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const program = new Program(child);
    this.started.push(program);
    return program;
  }

  kill(): void {
    for (const { child } of this.started) child.kill('SIGKILL');
  }
}
