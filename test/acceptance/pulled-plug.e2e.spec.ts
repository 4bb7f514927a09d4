import { createReadStream, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { Readable } from 'node:stream';
import { eventually } from '../support/eventually';
import { LedgerProcess } from '../support/ledger-process';

const feed = join(__dirname, '../data/intake/clean/penalties.csv');
/** KILL_ROUNDS=50 for the long run. */
const rounds = Number(process.env.KILL_ROUNDS ?? 4);

interface JournalEntry {
  readonly idempotencyKey: string;
}

describe('a pulled plug', () => {
  let ledger: LedgerProcess;
  beforeAll(async () => {
    ledger = await LedgerProcess.start();
  });
  afterAll(() => ledger.remove(), 30_000);

  /** Sends the feed; counts the rows the ledger acknowledged before it went away. */
  async function sendFeed(): Promise<number> {
    let acknowledged = 0;
    try {
      const response = await fetch(`${ledger.url}/intake`, {
        method: 'POST',
        headers: { authorization: `Bearer ${ledger.key('officer')}`, 'content-type': 'text/csv' },
        body: Readable.toWeb(createReadStream(feed, { highWaterMark: 16_384 })),
        duplex: 'half',
      });
      if (!response.body) return acknowledged;
      for await (const line of createInterface({ input: Readable.fromWeb(response.body) })) {
        const { progress, summary } = JSON.parse(line) as { progress?: { rows: number }; summary?: { rows: number } };
        acknowledged = Math.max(acknowledged, progress?.rows ?? 0, summary?.rows ?? 0);
      }
    } catch {
      // the plug was pulled
    }
    return acknowledged;
  }

  const recordedPenalties = async (): Promise<{ events: number; papers: number; gaps: number }> => {
    const log = ledger.openLog();
    const papers = new Set<string>();
    let [read, events, after] = [0, 0, 0];
    for (;;) {
      const page = await log.readAll({ after, limit: 1_000 });
      const penalties = page.filter(({ type }) => type === 'PenaltyDecisionRecorded');
      for (const { stream } of penalties) papers.add(stream);
      read += page.length;
      events += penalties.length;
      after = page.at(-1)?.position ?? after;
      if (page.length === 0) break;
    }
    await log.close();
    // Only PostgreSQL counts positions; on EventStoreDB there are bytes between one event and the next.
    return { events, papers: papers.size, gaps: process.env.EVENT_LOG === 'eventstoredb' ? 0 : after - read };
  };

  it(
    `loses nothing acknowledged and doubles nothing, at ${rounds} random moments of intake and pushing`,
    async () => {
      let least = 0;
      for (let round = 0; round < rounds; round++) {
        const sending = sendFeed();
        await new Promise((resolve) => setTimeout(resolve, 30 + Math.random() * 1_500));
        await ledger.kill();
        least = Math.max(least, await sending);
        await ledger.start();
        const { events, papers, gaps } = await recordedPenalties();
        expect(events).toBeGreaterThanOrEqual(least);
        expect({ events, gaps }).toEqual({ events: papers, gaps: 0 });
      }
      expect(await sendFeed()).toBe(3_000);
      expect(await recordedPenalties()).toEqual({ events: 3_000, papers: 3_000, gaps: 0 });

      const pushes = await eventuallyDelivered();
      expect(pushes).toEqual({ waiting: 0, rejected: 0, acknowledged: expectedPushes() });
      expect(await onPlatform()).toEqual({ records: expectedPushes(), keys: expectedPushes() });
    },
    60_000 + rounds * 20_000,
  );

  it('leaves read models that a replay arrives at again', async () => {
    const { code, said } = await ledger.run('dist/apps/cli/src/replay.js');
    expect({ code, said }).toEqual({ code: 0, said: expect.stringContaining('全部一致') as string });
  });

  async function eventuallyDelivered() {
    const count = async () => {
      const text = await (await fetch(`${ledger.url}/metrics`)).text();
      const of = (status: string) =>
        Number(new RegExp(`ledger_pushes\\{[^}]*status="${status}"\\} (\\d+)`).exec(text)?.[1] ?? 0);
      return { waiting: of('waiting'), rejected: of('rejected'), acknowledged: of('acknowledged') };
    };
    let found = await count();
    for (let attempt = 0; attempt < 12 && (found.waiting > 0 || found.acknowledged < expectedPushes()); attempt++) {
      found = await eventually(
        count,
        ({ waiting, acknowledged }) => waiting === 0 && acknowledged === expectedPushes(),
      );
    }
    return found;
  }

  /** Every penalty but the bare warnings. */
  const expectedPushes = (): number => {
    const lines = readFileSync(feed, 'utf8').trim().split(/\r?\n/).slice(1);
    return lines.filter((line) => !line.includes(',警告,')).length;
  };

  async function onPlatform(): Promise<{ records: number; keys: number }> {
    const keys: string[] = [];
    let after: string | null = '0';
    while (after !== null) {
      const response = await fetch(`${ledger.sandboxUrl}/records?after=${after}&limit=500`);
      const page = (await response.json()) as { items: JournalEntry[]; next: number | null };
      keys.push(...page.items.map(({ idempotencyKey }) => idempotencyKey));
      after = page.next === null ? null : String(page.next);
    }
    return { records: keys.length, keys: new Set(keys).size };
  }
});
