import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { checkpointIn, openNote, provesConsistency, provesInclusion, sha256Rfc6962, verifierFrom } from '@app/sealing';
import { eventually } from '../support/eventually';
import { LedgerProcess, type Role } from '../support/ledger-process';

const verify = 'dist/apps/cli/src/ledger-verify.js';

let ledger: LedgerProcess;
beforeAll(async () => {
  ledger = await LedgerProcess.start();
});
afterAll(async () => {
  await ledger.remove();
});

/** A text answer, which is what a checkpoint is. */
async function text(method: string, role: Role, path: string) {
  const response = await fetch(`${ledger.url}${path}`, {
    method,
    headers: { authorization: `Bearer ${ledger.key(role)}` },
  });
  return { status: response.status, type: response.headers.get('content-type'), body: await response.text() };
}
const order = async () => (await text('POST', 'auditor', '/seals/checkpoints')).body;

const registrations = [
  ['91131000MA0Y000167', '廊坊市安次区示例宾馆有限公司'],
  ['91131002MA0EXAM4X5', '廊坊市广阳区示例商场有限公司'],
] as const;

function aPaper(nth: number) {
  const [uscc, name] = registrations[nth % 2] ?? registrations[0];
  return {
    subjectName: name,
    subjectCategory: '法人及非法人组织',
    uscc,
    legalRepresentative: '王示例',
    documentNumber: `廊消行罚决字〔2026〕第${9100 + nth}号`,
    violationType: '消防设施、器材、消防安全标志配置、设置不符合标准',
    facts: '一层疏散指示标志损坏三处，未保持完好有效',
    legalBasis: '《中华人民共和国消防法》第六十条第一款第一项',
    penaltyKinds: '罚款',
    penaltyContent: '罚款人民币20500元',
    fineWan: '2.05',
    decidedOn: '2026-05-06',
    authorityName: '廊坊市消防救援支队',
    authorityCode: '1113100001YMGCE72W',
  };
}

async function register(nth: number): Promise<number> {
  const answer = await ledger.post('officer', '/penalty-decisions', aPaper(nth));
  expect(answer.status).toBe(201);
  return answer.body.position as number;
}

interface Proof {
  readonly entry: number;
  readonly leafHash: string;
  readonly hashes: string[];
  readonly checkpoint: string;
}
/** What the auditor asks for; he knows its shape. */
async function asked<Shape>(path: string): Promise<Shape> {
  return (await ledger.get('auditor', path)).body as Shape;
}
const keysTold = () => asked<{ current: string; keys: string[] }>('/seals/keys');

const bytes = (base64: string) => Buffer.from(base64, 'base64');

describe('an auditor who believes nobody', () => {
  let position: number;
  let first: string;

  it('orders a checkpoint and verifies it with the key that was told', async () => {
    position = await register(0);
    first = await order();

    const { current, keys } = await keysTold();
    expect(keys).toEqual([current]);
    const { text: body, signedBy } = openNote(first, [verifierFrom(current)]);
    expect(signedBy).toHaveLength(1);
    expect(checkpointIn(body).size).toBeGreaterThanOrEqual(1);
    expect(await text('GET', 'department', '/seals/checkpoint')).toMatchObject({
      status: 200,
      type: 'text/plain; charset=utf-8',
      body: first,
    });
  });

  it('takes the bytes of an entry, hashes them himself and follows the proof to the signed root', async () => {
    const proof = await asked<Proof>(`/seals/inclusion-proof?position=${position}`);
    const entry = await asked<{ leaf: string }>(`/seals/entries/${proof.entry}`);
    const leaf = createHash('sha256')
      .update(Buffer.concat([Buffer.from([0]), bytes(entry.leaf)]))
      .digest();

    expect(bytes(entry.leaf).includes('廊消行罚决字〔2026〕第9100号')).toBe(true);
    expect(leaf.toString('base64')).toBe(proof.leafHash);
    const { root, size } = checkpointIn(openNote(proof.checkpoint, []).text);
    const claim = { entry: proof.entry, size, leaf, root, proof: proof.hashes.map(bytes) };
    expect(provesInclusion(sha256Rfc6962, claim)).toBe(true);
  });

  it('has it proved that the log only grew, across a pulled plug', async () => {
    const underWay = Array.from({ length: 60 }, (_, nth) => register(nth + 100).catch(() => undefined));
    await Promise.race(underWay); // some are recorded, some are not
    await ledger.kill();
    await Promise.all(underWay);
    await ledger.start();
    await register(1);
    const later = await eventually(order, (note) => note !== first);

    const [from, to] = [first, later].map((note) => checkpointIn(openNote(note, []).text));
    const found = await asked<{ from: number; to: number; hashes: string[] }>(
      `/seals/consistency-proof?from=${from?.size}&to=${to?.size}`,
    );
    const claim = {
      from: found.from,
      to: found.to,
      fromRoot: from?.root ?? Buffer.alloc(0),
      toRoot: to?.root ?? Buffer.alloc(0),
      proof: found.hashes.map(bytes),
    };
    expect(to?.size).toBeGreaterThan(from?.size ?? 0);
    expect(provesConsistency(sha256Rfc6962, claim)).toBe(true);
  });

  it('has everything derived again from the raw log, and held against the copy he kept', async () => {
    const copy = join(ledger.dataDir, 'kept.txt');
    const vkeys = join(ledger.dataDir, 'vkeys.txt');
    await writeFile(copy, first);
    await writeFile(vkeys, (await keysTold()).current);
    const { said } = await ledger.run(verify, {}, ['--vkeys', vkeys, '--checkpoint', copy]);
    expect(said).toContain('台账与封存一致');
    expect(said).toContain('全部一致');
  });
});

describe('an officer who asks for it', () => {
  it('is answered when a signed checkpoint covers his paper', async () => {
    const { position } = { position: await register(7) };
    const again = await ledger.post('officer', '/penalty-decisions?sealed=true', aPaper(7));
    const { entry } = await asked<Proof>(`/seals/inclusion-proof?position=${position}`);
    expect(again.body).toMatchObject({ position, outcome: 'already-recorded', sealed: { entry } });
    expect(again.body.sealed.size).toBeGreaterThan(entry);
    expect(await ledger.post('officer', '/penalty-decisions?sealed=yes', aPaper(7))).toMatchObject({
      status: 400,
      body: { code: 'sealed-invalid' },
    });
  });
});

it('a reader who has read enough does not end a verification', async () => {
  const child = ledger.spawn(verify, { SEAL_VKEYS: (await keysTold()).current });
  let troubles = '';
  child.stderr.on('data', (piece: Buffer) => (troubles += piece.toString()));
  child.stdout.destroy();
  const [code] = (await once(child, 'exit')) as [number];
  expect([code, troubles]).toEqual([0, '']);
});

describe('seals over HTTP', () => {
  it('are watched by health and metrics', async () => {
    const { checks } = (await ledger.get('auditor', '/health/ready')).body;
    expect(checks.find(({ name }: { name: string }) => name === 'sealing')).toMatchObject({ ok: true });
    const { body } = await text('GET', 'operator', '/metrics');
    expect(body).toMatch(/^ledger_seal_size [1-9]\d*$/m);
    expect(body).toMatch(/^ledger_seal_stopped 0$/m);
    expect(body).toMatch(/^ledger_seal_lag_events \d+$/m);
    expect(body).toMatch(/^ledger_seal_checkpoint_age_seconds \d/m);
    expect(body).toMatch(/^ledger_seal_unsigned_entries \d+$/m);
  });

  it.each<[Role, string, string, number, string]>([
    ['auditor', 'GET', '/seals/inclusion-proof', 400, 'entry-or-position'],
    ['auditor', 'GET', '/seals/inclusion-proof?entry=0&position=1', 400, 'entry-or-position'],
    ['auditor', 'GET', '/seals/inclusion-proof?entry=999999', 404, 'entry-unknown'],
    ['auditor', 'GET', '/seals/inclusion-proof?position=999999', 404, 'position-not-sealed'],
    ['auditor', 'GET', '/seals/inclusion-proof?entry=0&size=999999', 404, 'size-beyond-tree'],
    ['auditor', 'GET', '/seals/inclusion-proof?entry=1&size=1', 404, 'entry-unknown'],
    ['auditor', 'GET', '/seals/inclusion-proof?entry=-1', 400, 'request-malformed'],
    ['auditor', 'GET', '/seals/inclusion-proof?entry=0.5', 400, 'request-malformed'],
    ['auditor', 'GET', '/seals/consistency-proof', 400, 'required'],
    ['auditor', 'GET', '/seals/consistency-proof?from=0&to=999999', 404, 'size-beyond-tree'],
    ['auditor', 'GET', '/seals/consistency-proof?from=2&to=1', 400, 'from-beyond-to'],
    ['auditor', 'GET', '/seals/entries/999999', 404, 'entry-unknown'],
    ['auditor', 'GET', '/seals/entries/one', 400, 'entry-invalid'],
    ['officer', 'GET', '/seals/entries/0', 403, 'not-allowed'],
    ['officer', 'POST', '/seals/checkpoints', 403, 'not-allowed'],
  ])('to %s: %s %s is %i %s', async (role, method, path, status, code) => {
    const answer = await ledger.send(method, role, path);
    expect([answer.status, answer.body.code]).toEqual([status, code]);
  });
});
