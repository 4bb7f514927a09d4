import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const root = join(__dirname, '../..');
const startMs = 60_000;

export type Role = 'officer' | 'approver' | 'department' | 'procurement' | 'auditor' | 'operator';

export interface Answer {
  readonly status: number;
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- a test looks at whatever comes back
  readonly body: any;
}

/** The ledger as `npm start` runs it (built beforehand), in a folder of its own, on a free port, without sample data. */
export class LedgerProcess {
  private child: ChildProcess | undefined;
  /** All it has said since it was started, on both outputs. */
  output = '';
  url = '';
  sandboxUrl = '';

  private constructor(readonly dataDir: string) {}

  static async start(): Promise<LedgerProcess> {
    const ledger = new LedgerProcess(await mkdtemp(join(tmpdir(), 'ledger-acceptance-')));
    await chmod(ledger.dataDir, 0o755); // as root, the server runs as another user: its data is to lie here all the same
    await ledger.start();
    return ledger;
  }

  async start(): Promise<void> {
    this.output = '';
    const child = spawn(process.execPath, ['dist/apps/evaluation/src/main.js'], {
      cwd: root,
      env: { ...process.env, PORT: '0', DATA_DIR: this.dataDir, SAMPLE: 'off', npm_lifecycle_event: undefined },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.child = child;
    child.stdout.on('data', (chunk: Buffer) => (this.output += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => (this.output += chunk.toString()));
    const end = Date.now() + startMs;
    for (;;) {
      const ready = /^ready (\S+)$/m.exec(this.output);
      const sandbox = /沙箱） (\S+)/.exec(this.output);
      if (ready?.[1] && sandbox?.[1]) {
        this.url = ready[1];
        this.sandboxUrl = sandbox[1];
        return;
      }
      if (child.exitCode !== null || Date.now() > end) throw new Error(`the ledger did not start:\n${this.output}`);
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }

  /** Pulled plug. */
  async kill(): Promise<void> {
    await this.signal('SIGKILL');
  }

  /** Polite stop; resolves to the exit code. */
  async stop(): Promise<number | null> {
    return this.signal('SIGTERM');
  }

  async remove(): Promise<void> {
    await this.stop();
    await rm(this.dataDir, { recursive: true, force: true });
  }

  key(role: Role): string {
    return (JSON.parse(readFileSync(join(this.dataDir, 'keys.json'), 'utf8')) as Record<Role, string>)[role];
  }

  async get(role: Role, path: string): Promise<Answer> {
    return this.send('GET', role, path);
  }

  async post(role: Role, path: string, body: object, headers: Record<string, string> = {}): Promise<Answer> {
    return this.send('POST', role, path, JSON.stringify(body), { 'content-type': 'application/json', ...headers });
  }

  async send(
    method: string,
    role: Role,
    path: string,
    body?: string | Uint8Array,
    headers: Record<string, string> = {},
  ): Promise<Answer> {
    const response = await fetch(`${this.url}${path}`, {
      method,
      headers: { authorization: `Bearer ${this.key(role)}`, ...headers },
      ...(body !== undefined && { body }),
    });
    return { status: response.status, body: await response.json() };
  }

  private async signal(signal: 'SIGKILL' | 'SIGTERM'): Promise<number | null> {
    const { child } = this;
    if (!child) return null;
    if (child.exitCode === null && child.signalCode === null) {
      child.kill(signal);
      await once(child, 'exit');
    }
    return child.exitCode;
  }
}

/** Asks again until the answer pleases, for at most ten seconds; returns the last answer. */
export async function eventually<Found>(ask: () => Promise<Found>, pleases: (found: Found) => boolean): Promise<Found> {
  const end = Date.now() + 10_000;
  for (;;) {
    const found = await ask();
    if (pleases(found) || Date.now() > end) return found;
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
}
