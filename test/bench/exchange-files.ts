import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, open, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DirectoryFolder, ExchangeFiles, FileEndpoint } from '@app/endpoints';
import { PostgresEventLog } from '@app/event-store/postgres';
import type { Push } from '@app/outbox';
import { creditHebeiMessage } from '../../libs/endpoints/src/credit-hebei/payload';
import { zipOf } from '../support/zip';
import { rawPool } from './events';
import { aPenalty, body, collected, left, records } from './exchange-outcomes';
import { type Comparison, interleave, type Sample, timed } from './rounds';

const batch = 5_000;

/**
 * The file mode, from pushes that wait to renamed files, and from the body's receipts to durable outcomes; against the same messages written as
 * JSON, flushed and renamed, and the same answers read.
 */
export async function exchangeFiles(url: string, rounds: number): Promise<Comparison[]> {
  const ledger = rawPool(url, 8);
  const folder = await mkdtemp(join(tmpdir(), 'bench-files-'));
  for (const sub of ['inbox', 'receipts', 'raw']) await mkdir(join(folder, sub));
  const log = new PostgresEventLog({ url });
  const packing = new ExchangeFiles({ body, format: 'csv', digest: 'sha256' });
  const endpoint = new FileEndpoint({
    ...{ name: body, saying: creditHebeiMessage, folder: new DirectoryFolder(folder), packing, batch },
    now: Date.now,
  });
  try {
    let paper = 0;
    const next = () => Array.from({ length: records }, () => aPenalty((paper += 1)));
    const sent = await interleave(
      `exchange files, ${records} waiting to renamed zips`,
      rounds,
      () => left(ledger, log, endpoint, next()),
      () => written(folder, next()),
    );
    const answers = await interleave(
      `exchange files, ${records} answers to durable outcomes`,
      rounds,
      async () => {
        await left(ledger, log, endpoint, next());
        await receipts(folder, (bytes) => packing.keysIn(bytes));
        return collected(ledger, log, endpoint);
      },
      async () => {
        const path = join(folder, 'raw', 'answers.json');
        await writeFile(path, answersTo(next().map(({ key }) => key)));
        return timed(records, async () => {
          JSON.parse(await readFile(path, 'utf8'));
        });
      },
    );
    return [sent, answers];
  } finally {
    await endpoint.close();
    await log.close();
    await ledger.end();
    await rm(folder, { recursive: true, force: true });
  }
}

/** The body answers every batch that stands in `inbox/`: the receipt first, then the batch goes. */
async function receipts(folder: string, keysIn: (bytes: Buffer) => Promise<readonly string[]>): Promise<void> {
  for (const name of await readdir(join(folder, 'inbox'))) {
    const batchName = name.replace(/\.zip$/, '');
    const keys = await keysIn(await readFile(join(folder, 'inbox', name)));
    const answers = answersTo(keys);
    const sha256 = createHash('sha256').update(answers).digest('hex');
    const files = [{ name: 'answers.json', records: keys.length, sha256 }];
    const manifest = { batch: batchName, version: 1, files };
    const receipt = zipOf({ 'manifest.json': JSON.stringify(manifest), 'answers.json': answers });
    await writeFile(join(folder, 'receipts', `${batchName}.receipt.zip`), receipt);
    await rm(join(folder, 'inbox', name));
  }
}

const answersTo = (keys: readonly string[]): string =>
  JSON.stringify({
    answers: keys.map((idempotencyKey, at) => ({
      row: at + 1,
      idempotencyKey,
      status: '记名成功',
      receiptNumber: `HB-${at + 1}`,
      receivedAt: '2026-06-01T02:03:04.000Z',
    })),
  });

async function written(folder: string, pushes: readonly Push[]): Promise<Sample> {
  const texts = [0, batch].map((from) => JSON.stringify(pushes.slice(from, from + batch).map(creditHebeiMessage)));
  return timed(records, async () => {
    for (const [at, text] of texts.entries()) {
      const aside = join(folder, 'raw', `.${at}.json`);
      const file = await open(aside, 'w');
      await file.writeFile(text);
      await file.sync();
      await file.close();
      await rename(aside, join(folder, 'raw', `${at}.json`));
    }
  });
}
