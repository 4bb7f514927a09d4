import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Registry } from 'prom-client';
import type { Upkeep } from '../../composition/src/upkeep';
import { saidOnce } from './said-once';
import { measureServer } from './server-metrics';
import { measureUpkeep } from './upkeep-metrics';

/** Made for this spec alone: the one ends on 2026-12-18, the other on 2027-06-16. */
const soon = `-----BEGIN CERTIFICATE-----
MIIBcjCCARmgAwIBAgIUFKly7bazg8+reee/NqAJQrqfDBQwCgYIKoZIzj0EAwIw
DzENMAsGA1UEAwwEc3BlYzAeFw0yNjExMjgxMjI2MjhaFw0yNjEyMTgxMjI2Mjha
MA8xDTALBgNVBAMMBHNwZWMwWTATBgcqhkjOPQIBBggqhkjOPQMBBwNCAAQSbdVh
KZuAry0UbipwDofFjPDNgnqRtZCV2mVB6BiQSi+Nrh8VIoDNtnvY9T+cZlWf+xLf
JpLbjAV+FZCZ2oN/o1MwUTAdBgNVHQ4EFgQUKcM5Q/SXyK4hKpQjZPEFtFgF6cow
HwYDVR0jBBgwFoAUKcM5Q/SXyK4hKpQjZPEFtFgF6cowDwYDVR0TAQH/BAUwAwEB
/zAKBggqhkjOPQQDAgNHADBEAiBpZpXLjoDYH4w2yFCBj4XS8aHppTBsyzBh+THH
/Hb6/wIgK2dZEKuwrLGZrqaP++PVBdzjoH9W8gfZIE0N3uaUpew=
-----END CERTIFICATE-----
`;
const late = `-----BEGIN CERTIFICATE-----
MIIBczCCARmgAwIBAgIUHT0swaSRfuDEy9y2yZb7fyeI7bowCgYIKoZIzj0EAwIw
DzENMAsGA1UEAwwEc3BlYzAeFw0yNjExMjgxMjI2MjhaFw0yNzA2MTYxMjI2Mjha
MA8xDTALBgNVBAMMBHNwZWMwWTATBgcqhkjOPQIBBggqhkjOPQMBBwNCAAQSbdVh
KZuAry0UbipwDofFjPDNgnqRtZCV2mVB6BiQSi+Nrh8VIoDNtnvY9T+cZlWf+xLf
JpLbjAV+FZCZ2oN/o1MwUTAdBgNVHQ4EFgQUKcM5Q/SXyK4hKpQjZPEFtFgF6cow
HwYDVR0jBBgwFoAUKcM5Q/SXyK4hKpQjZPEFtFgF6cowDwYDVR0TAQH/BAUwAwEB
/zAKBggqhkjOPQQDAgNIADBFAiAILrdeaJK5ZcxFdWzU+bWjCas+uZkF4pjupPTu
VwGZlAIhAOftrvi0VaTZn4/WafChAQlfMM64bxfHGX2SvuUA6Di+
-----END CERTIFICATE-----
`;

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'upkeep-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});
const written = (name: string, text: string): string => {
  const file = join(folder, name);
  writeFileSync(file, text);
  return file;
};
const clock = { now: () => new Date('2026-11-28T12:00:00Z'), today: () => '2026-11-28' };

/** The figures, without what they are called, and what was said of trouble. */
async function measured(upkeep: Partial<Upkeep>): Promise<{ figures: Record<string, string>; said: string[] }> {
  const registry = new Registry();
  const said: string[] = [];
  const none = { certificateFiles: [], bodyKeyFiles: [], restoreTestedFile: undefined };
  const onTrouble = saidOnce((what) => said.push(what));
  const readModels = { query: () => Promise.resolve({ rows: [{ ending: '2' }] }) } as never;
  measureUpkeep(registry, { upkeep: { ...none, ...upkeep }, clock, readModels, onTrouble });
  await registry.metrics();
  const text = await registry.metrics(); // twice: what was said once is not said again
  const lines = text.split('\n').filter((line) => line.startsWith('ledger_'));
  return { figures: Object.fromEntries(lines.map((line) => line.split(' ') as [string, string])), said };
}

it('days until the first certificate of a file ends', async () => {
  const { figures } = await measured({
    certificateFiles: [written('one.pem', late), written('chain.pem', `${late}${soon}`)],
  });
  expect(figures).toMatchObject({
    'ledger_certificate_ends_days{file="one.pem"}': '200',
    'ledger_certificate_ends_days{file="chain.pem"}': '20',
    ledger_api_keys_ending: '2',
  });
});

it('days until the last key of a body ends; a key without an end has none', async () => {
  const ring = (...body: object[]) => JSON.stringify({ own: [], body });
  const { figures } = await measured({
    bodyKeyFiles: [
      written('ends.json', ring({ until: '2026-12-01T00:00:00Z' }, { until: '2026-12-08T12:00:00Z' })),
      written('stays.json', ring({ until: '2026-12-01T00:00:00Z' }, {})),
    ],
  });
  expect(figures).toMatchObject({
    'ledger_body_key_ends_days{file="ends.json"}': '10',
    'ledger_body_key_ends_days{file="stays.json"}': '+Inf',
  });
});

it('a file that is none is a figure that is none, and is said once; the others stand', async () => {
  const { figures, said } = await measured({
    certificateFiles: [written('none.pem', 'nothing'), written('one.pem', late)],
    bodyKeyFiles: [join(folder, 'nowhere.json')],
  });
  expect(figures).toMatchObject({
    'ledger_certificate_ends_days{file="none.pem"}': 'Nan',
    'ledger_certificate_ends_days{file="one.pem"}': '200',
    'ledger_body_key_ends_days{file="nowhere.json"}': 'Nan',
  });
  expect(said).toHaveLength(2);
});

it.each([
  ['nobody notes it', undefined, '+Inf'],
  ['it was noted', '2026-11-08\n', '20'],
  ['what is noted is no day', 'yesterday', 'Nan'],
])('days since a restore was tried: %s', async (_what, noted, days) => {
  const restoreTestedFile = noted === undefined ? join(folder, 'not-yet') : written('tested', noted);
  expect((await measured({ restoreTestedFile })).figures.ledger_restore_tested_days).toBe(days);
});

it('a role that may not see what the server shows is said once, and takes no other figure along', async () => {
  const registry = new Registry();
  const said: string[] = [];
  const denied = Object.assign(new Error('permission denied for view pg_stat_archiver'), { code: '42501' });
  measureServer(
    registry,
    { query: () => Promise.reject(denied) } as never,
    saidOnce((what) => said.push(what)),
  );
  await registry.metrics();
  expect(await registry.metrics()).not.toMatch(/^ledger_server_\w+[ {]/m);
  expect(said).toEqual([
    'archiving cannot be measured: permission denied for view pg_stat_archiver',
    'replication slots cannot be measured: permission denied for view pg_stat_archiver',
  ]);
});
