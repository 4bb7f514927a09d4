import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { nothingSigned } from '@app/sealing';
import { OneProcess } from './one-process';
import { acknowledgementOf, NotTheSigner, readSignerFile, SignerFile } from './signer-file';

const folder = mkdtempSync(join(tmpdir(), 'signer-'));
afterAll(() => {
  rmSync(folder, { recursive: true });
});
let nth = 0;
const aPath = () => join(folder, `memory-${nth++}`);
const signed = { ...nothingSigned, note: 'a note\n', checkpoints: 7 };

describe('the file of a signer', () => {
  it('remembers, in another process too, and says when it never did', async () => {
    const path = aPath();
    const memory = new SignerFile(path, false);
    expect(await memory.hold()).toBe(true);
    expect(await memory.read()).toBeUndefined();
    expect(await readSignerFile(path)).toBeUndefined();
    const alarm = { code: 'log-shorter', detail: 'a drill', since: '2026-11-28T00:00:00.000Z' };
    await memory.write({ ...signed, alarm });
    expect(await memory.read()).toEqual({ ...signed, alarm });
    expect(await readSignerFile(path)).toEqual({ ...signed, alarm });
    expect(existsSync(`${path}.new`)).toBe(false);
    await memory.release();
  });

  it('belongs to one at a time', async () => {
    const path = aPath();
    const [one, other] = [new SignerFile(path, false), new SignerFile(path, false)];
    expect(await one.hold()).toBe(true);
    expect(await one.hold()).toBe(true);
    expect(await other.hold()).toBe(false);
    expect([one.held, other.held]).toEqual([true, false]);
    await expect(other.write(signed)).rejects.toThrow('taken by another process');
    await one.release();
    expect(await other.hold()).toBe(true);
    await other.release();
  });

  it('is free again after its process was killed', async () => {
    const path = aPath();
    const script = `require('net').createServer().listen(${JSON.stringify(`${path}.lock`)}, () => console.log('held'))`;
    const child = spawn(process.execPath, ['-e', script], { stdio: ['ignore', 'pipe', 'inherit'] });
    await once(child.stdout, 'data');
    const memory = new SignerFile(path, false);
    expect(await memory.hold()).toBe(false);
    child.kill('SIGKILL');
    await once(child, 'close');
    expect(existsSync(`${path}.lock`)).toBe(true); // left over
    expect(await memory.hold()).toBe(true);
    await memory.release();
  });

  it('is given to one of many who find it left over', async () => {
    const path = aPath();
    const left = spawn(
      process.execPath,
      ['-e', `require('net').createServer().listen(${JSON.stringify(`${path}.lock`)}, () => console.log('held'))`],
      { stdio: ['ignore', 'pipe', 'inherit'] },
    );
    await once(left.stdout, 'data');
    left.kill('SIGKILL');
    await once(left, 'close');
    const claims = Array.from({ length: 8 }, () => new OneProcess(path));
    await Promise.all(claims.map((claim) => claim.take().catch(() => false)));
    const standing = await Promise.all(claims.map((claim) => claim.stands()));
    expect(standing.filter(Boolean)).toHaveLength(1);
    await Promise.all(claims.map((claim) => claim.give()));
  });

  it('is not written when somebody else wrote it meanwhile', async () => {
    const path = aPath();
    const memory = new SignerFile(path, false);
    await memory.hold();
    await memory.read();
    await memory.write(signed);
    writeFileSync(path, readFileSync(path, 'utf8').replace('7', '8'));
    await expect(memory.write(signed)).rejects.toThrow('taken by another process');
    await memory.release();
  });

  it.each(['', 'null', '[]', '{}', '{"version":2}', JSON.stringify({ version: 1, ...signed, checkpoints: 'many' })])(
    'that cannot be read is no memory, and no reason to begin anew: %j',
    async (text) => {
      const path = aPath();
      writeFileSync(path, text);
      await expect(readSignerFile(path)).rejects.toThrow('cannot be read');
    },
  );

  it('hears once of the operator who has looked at the alarm', async () => {
    const path = aPath();
    const memory = new SignerFile(path, false);
    writeFileSync(acknowledgementOf(path), '已核对\n');
    expect(await memory.takeAcknowledgement()).toBe('已核对');
    expect(await memory.takeAcknowledgement()).toBeUndefined();
  });
});

it('a process that is not the signer never is', async () => {
  const memory = new NotTheSigner();
  expect(await memory.hold()).toBe(false);
  await expect(memory.write()).rejects.toThrow('not the signer');
});
