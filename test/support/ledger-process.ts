import { type ChildProcess, type ChildProcessByStdio, execFile, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { chmod, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { promisify } from 'node:util';
import type { EventLog } from '@app/event-store';
import { logSettingsFrom } from '../../apps/composition/src/log-settings';
import { openEventLog } from '../../apps/composition/src/open-event-log';
import { supervised } from './program';
import { projectRoot } from './project-root';

const startMs = 110_000;

export type Role = 'officer' | 'approver' | 'department' | 'procurement' | 'auditor' | 'operator';

export interface Answer {
  readonly status: number;
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- a test looks at whatever comes back
  readonly body: any;
}

/**
 * The ledger as `npm start` runs it (built beforehand), in a folder of its own, on a free port, without sample data. Its database
 * cluster is there already where the run has one to copy. On the engine that the environment names; on a shared EventStoreDB it has streams of its own.
 */
export class LedgerProcess {
  private child: ChildProcess | undefined;
  /** All it has said since it was started, on both outputs. */
  output = '';
  url = '';
  sandboxUrl = '';

  private constructor(
    readonly dataDir: string,
    private readonly environment: NodeJS.ProcessEnv,
  ) {}

  static async start(environment: NodeJS.ProcessEnv = {}): Promise<LedgerProcess> {
    const streams = `acceptance${randomBytes(8).toString('hex')}`;
    const ledger = new LedgerProcess(await mkdtemp(join(tmpdir(), 'ledger-acceptance-')), {
      ...process.env,
      EVENTSTORE_STREAMS: streams,
      ...environment,
    });
    await chmod(ledger.dataDir, 0o755); // as root, the server runs as another user: its data is to lie here all the same
    const prepared = process.env.TEST_PREPARED_CLUSTER;
    if (prepared !== undefined) {
      await mkdir(join(ledger.dataDir, 'postgres'));
      await promisify(execFile)('cp', ['-a', prepared, join(ledger.dataDir, 'postgres')]);
    }
    await ledger.start();
    return ledger;
  }

  async start(): Promise<void> {
    this.output = '';
    const child = spawn(process.execPath, ['dist/apps/evaluation/src/main.js'], {
      cwd: projectRoot,
      env: { ...this.environment, PORT: '0', DATA_DIR: this.dataDir, SAMPLE: 'off', npm_lifecycle_event: undefined },
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
      if (child.exitCode !== null || Date.now() > end) {
        child.kill('SIGKILL'); // else whoever started it would never end
        throw new Error(`the ledger did not start:\n${this.output}`);
      }
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }

  /** Of the ledger's own process, its database server and its sandbox; undefined for what does not run. */
  get pids(): { readonly ledger?: number; readonly postgres?: number; readonly sandbox?: number } {
    const ledger = this.child?.exitCode === null ? this.child.pid : undefined;
    const [first] = readIfThere(join(this.dataDir, 'postgres/cluster/data/postmaster.pid')).split('\n');
    const postgres = Number(first);
    const sandbox = childrenOf(ledger).find((pid) =>
      readIfThere(`/proc/${pid}/cmdline`).includes('apps/sandbox/src/main'),
    );
    return {
      ...(ledger !== undefined && { ledger }),
      ...(postgres > 0 && isAlive(postgres) && { postgres }),
      ...(sandbox !== undefined && { sandbox }),
    };
  }

  /** The name its streams are known by on an EventStoreDB. */
  get streams(): string {
    return this.environment.EVENTSTORE_STREAMS ?? '';
  }

  /** Pulled plug. */
  async kill(): Promise<void> {
    await this.ended((child) => child.kill('SIGKILL'));
  }

  /** Polite stop, as by a supervisor; resolves to the exit code, null when it had to be killed. */
  async stop(): Promise<number | null> {
    return this.ended(supervised);
  }

  async remove(): Promise<void> {
    await this.stop();
    await rm(this.dataDir, { recursive: true, force: true });
  }

  /** The ledger's log, for a test that looks behind it while it runs. To be closed. */
  openLog(): EventLog {
    const databaseUrl = readFileSync(join(this.dataDir, 'database-url'), 'utf8').trim();
    return openEventLog(logSettingsFrom(this.environment), databaseUrl);
  }

  /** Another of the ledger's programs, with its settings but for `changes`: exit code, and everything it said. */
  async run(
    program: string,
    changes: NodeJS.ProcessEnv = {},
    args: readonly string[] = [],
  ): Promise<{ readonly code: number | null; readonly said: string }> {
    const child = this.spawn(program, changes, args);
    let said = '';
    child.stdout.on('data', (piece: Buffer) => (said += piece.toString()));
    child.stderr.on('data', (piece: Buffer) => (said += piece.toString()));
    const [code] = (await once(child, 'close')) as [number | null];
    return { code, said };
  }

  /** The same, for who looks at it while it runs. */
  spawn(
    program: string,
    changes: NodeJS.ProcessEnv = {},
    args: readonly string[] = [],
  ): ChildProcessByStdio<null, Readable, Readable> {
    return spawn(process.execPath, [program, ...args], {
      cwd: projectRoot,
      env: {
        ...this.environment,
        DATA_DIR: this.dataDir,
        DATABASE_URL: undefined,
        npm_lifecycle_event: undefined,
        ...changes,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
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

  private async ended(by: (child: ChildProcess) => void): Promise<number | null> {
    const { child } = this;
    if (!child) return null;
    if (child.exitCode === null && child.signalCode === null) {
      by(child);
      await once(child, 'exit');
    }
    return child.exitCode;
  }
}

function readIfThere(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}

function isAlive(pid: number): boolean {
  const [, state] = /^\d+ \(.*\) (\w)/s.exec(readIfThere(`/proc/${pid}/stat`)) ?? [];
  return state !== undefined && state !== 'Z';
}

function childrenOf(parent: number | undefined): number[] {
  return readdirSync('/proc')
    .map(Number)
    .filter((pid) => pid > 0 && /^\d+ \(.*\) \w (\d+)/s.exec(readIfThere(`/proc/${pid}/stat`))?.[1] === String(parent));
}
