import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { UpcastingEventLog } from '@app/event-store';
import { PostgresEventLog } from '@app/event-store/postgres';
import { eventCatalogue, until } from '@app/ledger';
import { applicationUrl, migrate } from '@app/ledger-database';
import { ed25519Signer, newEd25519Key, Sealer, type SealKeys, Seals } from '@app/sealing';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { Client } from 'pg';
import { createApi } from '../../apps/api/src/api';
import { AdaptersModule } from '../../apps/composition/src/adapters.module';
import { bodiesOf } from '../../apps/composition/src/bodies';
import { bodySettingsFrom } from '../../apps/composition/src/body-settings';
import { SignerFile } from '../../apps/composition/src/signer-file';
import { issueKey } from '../../apps/cli/src/issue-key';
import { type RestoreOrder, restoreCheck } from '../../apps/cli/src/restore-check';
import { verifyLedger } from '../../apps/cli/src/verify-ledger';
import { openSandbox, type Sandbox } from '../../apps/sandbox/src/sandbox';
import { WorkerModule } from '../../apps/worker/src/worker.module';
import { aPenaltyDecision } from '../support/ledger-events';

/** Where a ledger's database is: as the administrator of its server, and as the owner of its schema. */
export interface Place {
  readonly url: string;
  readonly ownerUrl: string;
}

const unit = { unitName: '廊坊市消防救援支队', unitCode: '1113100001YMGCE72W' };

/** Signs and looks ten times a second, so that nobody waits. */
const pace = { signEveryMs: 100, auditEveryMs: 60_000, auditTiles: 64 };

/** What arrived at a body. */
interface Arrival {
  readonly type: string;
  readonly submission?: { readonly idempotencyKey: string; readonly subjectSequence: number };
}

/**
 * A ledger with a signer's file, a body that is told, and two people: what a drill breaks, puts back and leads through
 * `after-restore`. The body, the files and the people stay whatever becomes of the clusters.
 */
export class DrilledLedger {
  readonly before = 'ledger.example/drilled';
  readonly after = 'ledger.example/drilled-2';
  private worker: NestFastifyApplication | undefined;

  private constructor(
    private place: Place,
    private readonly folder: string,
    private readonly pem: string,
    private readonly sandbox: Sandbox,
    private readonly people: readonly [string, string],
  ) {}

  /** @param place a new database; it is migrated */
  static async at(place: Place): Promise<DrilledLedger> {
    const { ownerUrl } = place;
    await migrate(ownerUrl);
    const folder = mkdtempSync(join(tmpdir(), 'drilled-'));
    const pem = newEd25519Key();
    writeFileSync(join(folder, 'seal-key.pem'), pem);
    const people = ['李运维', '王审批'].map((holder) => issueKey({ ownerUrl }, { role: 'approver', holder, ...unit }));
    const [one = '', another = ''] = await Promise.all(people);
    const sandbox = await openSandbox({ port: 0, dataDir: join(folder, 'sandbox') });
    return new DrilledLedger(place, folder, pem, sandbox, [one, another]);
  }

  /** The database is another one from now on: put back, or taken over. */
  movedTo(place: Place): void {
    this.place = place;
  }

  private get url(): string {
    return this.place.url;
  }

  private keyOf(origin: string) {
    return ed25519Signer(this.pem, origin);
  }

  /** @param origin the name under which it signs; the other one is known, as `SEAL_VKEYS` says it */
  async start(origin = this.before, url = this.url): Promise<void> {
    const other = origin === this.before ? [] : [this.keyOf(this.before).verifier];
    const sealKeys: SealKeys = { signer: this.keyOf(origin), known: other };
    const choices = { sealKeys, signerMemory: new SignerFile(this.memory, false), signEveryMs: pace.signEveryMs };
    const bodies = bodiesOf(bodySettingsFrom(this.environment()));
    this.worker = await createApi([AdaptersModule.on(url, choices), WorkerModule.telling(bodies, undefined, pace)]);
    await this.worker.init();
  }

  async stop(): Promise<void> {
    const { worker } = this;
    this.worker = undefined;
    await worker?.close();
  }

  /** Records papers; the same number is the same paper, said again after it was lost. */
  async record(...numbers: readonly number[]): Promise<void> {
    await this.onLog(async (log) => {
      for (const number of numbers) {
        const event = aPenaltyDecision({ documentNumber: `廊消行罚决字〔2026〕第${number}号` });
        await log.append(`penaltyDecision-${idOf(number)}`, 'no-stream', [{ ...event, id: idOf(number) }]);
      }
    });
  }

  /** Waits until everything is signed, and told. @returns the newest checkpoint */
  async signedAndTold(): Promise<string> {
    await this.mustBecome('told', async () => {
      const [row] = await this.rows<{ open: number; behind: number }>(
        `SELECT (SELECT count(*)::integer FROM pushes WHERE receipt_number IS NULL) AS open,
                (SELECT count(*)::integer FROM projection_checkpoints WHERE name LIKE 'push-outbox-credit-hebei%'
                   AND position < (SELECT max(position) FROM ledger_events WHERE type LIKE 'Penalty%')) AS behind`,
      );
      return row?.open === 0 && row.behind === 0;
    });
    return this.signed();
  }

  /** Waits until all that is recorded is signed. @returns the newest checkpoint */
  async signed(): Promise<string> {
    let note = '';
    await this.mustBecome('signed', async () => {
      const signer = this.worker?.get(Sealer);
      const sealed = await this.worker?.get(Seals).state();
      const [row] = await this.rows<{ head: number }>('SELECT max(position)::integer AS head FROM ledger_events');
      const newest = await signer?.newest().catch(() => undefined);
      note = newest?.note ?? '';
      return newest !== undefined && newest.size === sealed?.size && sealed.lastPosition === row?.head;
    });
    return note;
  }

  /** Waits until the signer of the running worker has raised its alarm. @returns its code and detail */
  async alarmed(): Promise<string> {
    const standing = () => this.worker?.get(Sealer).alarm.standing;
    await this.mustBecome('alarmed', () => Promise.resolve(standing() !== undefined));
    const { code, detail } = standing() ?? { code: '', detail: '' };
    return `${code}: ${detail}`;
  }

  /** How many checkpoints there are, and what the body was told: nothing of it may grow while a check is open. */
  async left(): Promise<{ readonly checkpoints: number; readonly arrivals: number }> {
    const [row] = await this.rows<{ count: number }>('SELECT count(*)::integer AS count FROM seal_checkpoints');
    return { checkpoints: row?.count ?? -1, arrivals: (await this.arrivals()).length };
  }

  async arrivals(): Promise<readonly Arrival[]> {
    const answer = await fetch(`${this.sandbox.url}/bodies/credit-hebei/journal?limit=1000`);
    return ((await answer.json()) as { items: Arrival[] }).items;
  }

  /** Keys that the body stored, each time it did. */
  async stored(): Promise<readonly string[]> {
    return (await this.arrivals()).flatMap(({ type, submission }) =>
      type === 'stored' && submission ? [submission.idempotencyKey] : [],
    );
  }

  /** `npm run after-restore`, by one of the two people. */
  async afterRestore(order: Partial<RestoreOrder> = {}, person: 0 | 1 = 0, origin = this.before) {
    const said: string[] = [];
    let list = '';
    const whole = {
      step: 'check' as const,
      reason: '演练',
      checkpoints: [],
      personKeys: undefined,
      unasked: [],
      ...order,
    };
    const exit = await restoreCheck(whole, this.environment(origin, person), {
      csv: (text) => (list += text),
      line: (text) => said.push(text),
    });
    return { exit, said: said.join('\n'), list };
  }

  /** `npm run ledger:verify` with what somebody kept: public keys, and checkpoints. */
  async verify(...checkpoints: readonly string[]) {
    const keys = [this.before, this.after].map((origin) => this.keyOf(origin).verifier.vkey);
    const vkeys = this.kept('vkeys', `${keys.join('\n')}\n`);
    const copies = checkpoints.flatMap((note, at) => ['--checkpoint', this.kept(`checkpoint-${at}`, note)]);
    const said: string[] = [];
    const args = ['--vkeys', vkeys, '--memory', this.memory, ...copies];
    const exit = await verifyLedger(args, { DATABASE_URL: this.url }, (line) => said.push(line));
    return { exit, said: said.join('\n') };
  }

  /** Waits until whoever follows the log has read all of it, so that it can be compared. */
  async read(): Promise<void> {
    await this.mustBecome('read', async () => {
      const [row] = await this.rows<{ behind: number }>(
        `SELECT count(*)::integer AS behind FROM projection_checkpoints WHERE position < (SELECT max(position) FROM ledger_events)`,
      );
      return row?.behind === 0;
    });
  }

  kept(name: string, text: string): string {
    const file = join(this.folder, name);
    writeFileSync(file, text);
    return file;
  }

  environment(origin = this.before, person: 0 | 1 = 0): NodeJS.ProcessEnv {
    return {
      DATABASE_URL: this.url,
      CREDIT_HEBEI_URL: this.sandbox.url,
      SEAL_KEY_FILE: join(this.folder, 'seal-key.pem'),
      SEAL_ORIGIN: origin,
      SEAL_VKEYS: this.keyOf(this.before).verifier.vkey,
      LEDGER_KEY: this.people[person],
    };
  }

  async end(): Promise<void> {
    await this.stop();
    await this.sandbox.close();
    rmSync(this.folder, { recursive: true, force: true });
  }

  get memory(): string {
    return join(this.folder, 'seal-key.pem.memory');
  }

  async onLog<Found>(work: (log: UpcastingEventLog) => Promise<Found>): Promise<Found> {
    const log = new UpcastingEventLog(new PostgresEventLog({ url: applicationUrl(this.url) }), eventCatalogue);
    try {
      return await work(log);
    } finally {
      await log.close();
    }
  }

  async rows<Row extends object>(text: string): Promise<readonly Row[]> {
    const client = new Client(this.url);
    await client.connect();
    try {
      return (await client.query<Row>(text)).rows;
    } finally {
      await client.end();
    }
  }

  private async mustBecome(what: string, is: () => Promise<boolean>): Promise<void> {
    if (await until(is, 60_000)) return;
    const pushes = await this.rows('SELECT key, status, attempts, in_doubt, due_at FROM pushes');
    const state = await this.rows('SELECT * FROM seal_state');
    throw new Error(`it does not become ${what}: ${JSON.stringify({ pushes, state })}`);
  }
}

const idOf = (number: number): string => `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`;
