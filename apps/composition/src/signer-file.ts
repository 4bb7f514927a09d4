import { open, readFile, rename, rm } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { type Acknowledged, type Alarm, type Remembered, SignerMemory } from '@app/sealing';
import { OneProcess } from './one-process';

const formVersion = 1;

/**
 * The signer's memory in a file: a new one takes the place of the old in one step, and both it and its folder are on the disk before
 * anything is said. One process has it at a time.
 *
 * What it is not: a secret. It says what was signed last, and a copy of it elsewhere is as good as a checkpoint kept elsewhere.
 */
export class SignerFile extends SignerMemory {
  private readonly path: string;
  private readonly claim: OneProcess;
  private text: string | undefined;

  constructor(path: string, mayBegin: boolean) {
    super(mayBegin);
    this.path = resolve(path);
    this.claim = new OneProcess(this.path);
  }

  get held(): boolean {
    return this.claim.held;
  }

  hold(): Promise<boolean> {
    return this.claim.take();
  }

  async read(): Promise<Remembered | undefined> {
    this.text = await textOf(this.path);
    return this.text === undefined ? undefined : rememberedIn(this.text, this.path);
  }

  async write(remembered: Remembered): Promise<void> {
    // Nobody else writes it while the claim stands. When somebody did, what we have read is no longer what was signed.
    if (!(await this.claim.stands()) || (await textOf(this.path)) !== this.text)
      throw new Error(`the signer’s memory ${this.path} was taken by another process`);
    const text = `${JSON.stringify({ version: formVersion, ...remembered }, null, 2)}\n`;
    const file = await open(`${this.path}.new`, 'w', 0o600);
    try {
      await file.writeFile(text);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(`${this.path}.new`, this.path);
    await syncFolder(dirname(this.path));
    this.text = text;
  }

  async takeAcknowledgement(): Promise<string | undefined> {
    const reason = await textOf(acknowledgementOf(this.path));
    if (reason !== undefined) await rm(acknowledgementOf(this.path));
    return reason?.trim();
  }

  release(): Promise<void> {
    return this.claim.give();
  }
}

/** In a process that is not to sign, whatever keys it has. */
export class NotTheSigner extends SignerMemory {
  readonly held = false;

  constructor() {
    super(false);
  }

  hold(): Promise<boolean> {
    return Promise.resolve(false);
  }

  read(): Promise<undefined> {
    return Promise.resolve(undefined);
  }

  write(): Promise<void> {
    return Promise.reject(new Error('this process is not the signer'));
  }

  takeAcknowledgement(): Promise<undefined> {
    return Promise.resolve(undefined);
  }

  release(): Promise<void> {
    return Promise.resolve();
  }
}

/** What a signer's file says, for whoever only looks; undefined: it is not there. @throws when it cannot be read */
export async function readSignerFile(path: string): Promise<Remembered | undefined> {
  const text = await textOf(resolve(path));
  return text === undefined ? undefined : rememberedIn(text, path);
}

/** Where an operator says that he has looked at the alarm: who can write beside the key, and nobody who has the database alone. */
export const acknowledgementOf = (path: string): string => `${resolve(path)}.acknowledged`;

function rememberedIn(text: string, path: string): Remembered {
  const unreadable = new Error(
    `the signer’s memory ${path} cannot be read; bring back a copy, or see libs/sealing/README.md`,
  );
  let read: Partial<Remembered> & { readonly version?: unknown };
  try {
    read = (JSON.parse(text) ?? {}) as typeof read;
  } catch {
    throw unreadable;
  }
  const { version, note, checkpoints, alarm, acknowledged } = read;
  const isNote = note === null || typeof note === 'string';
  if (version !== formVersion || !isNote || !Number.isSafeInteger(checkpoints) || !isAlarms(acknowledged))
    throw unreadable;
  if (alarm !== null && !isAlarm(alarm)) throw unreadable;
  return { note, checkpoints: checkpoints ?? 0, alarm, acknowledged };
}

const isAlarm = (alarm: unknown): alarm is Alarm =>
  typeof alarm === 'object' && alarm !== null && 'code' in alarm && 'detail' in alarm && 'since' in alarm;
const isAlarms = (alarms: unknown): alarms is Acknowledged[] => Array.isArray(alarms) && alarms.every(isAlarm);

async function textOf(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

async function syncFolder(path: string): Promise<void> {
  if (process.platform === 'win32') return; // it knows no such thing; a rename is kept by its journal
  const folder = await open(path, 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}
