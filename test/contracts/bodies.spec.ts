import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { creditChinaHebeiMessage, gsxtHebeiMessage, PlainEndpoint, type Saying } from '@app/endpoints';
import type { Publicity } from '@app/exchange';
import type { BodyId } from '@app/ledger';
import { openSandbox } from '../../apps/sandbox/src/sandbox';
import { askedByKeyContract, endpointContract } from '../../libs/endpoints/src/endpoint.contract';
import { aPushOf } from '../../libs/endpoints/src/push.examples';
import { aPenalty } from '../../libs/exchange/src/told.examples';

interface Subject {
  readonly saying: Saying;
  readonly publicity: Publicity;
}

const bodies: Readonly<Record<Exclude<BodyId, 'credit-hebei'>, Subject>> = {
  'credit-china-hebei': {
    saying: creditChinaHebeiMessage,
    publicity: { from: '2024-03-05', until: '2025-03-05' },
  },
  'gsxt-hebei': { saying: gsxtHebeiMessage, publicity: { from: null, until: null } },
};

/** A body at its own addresses of a real sandbox, over HTTP. */
const open =
  (body: string, { saying, publicity }: Subject) =>
  async () => {
    const dataDir = await mkdtemp(join(tmpdir(), 'sandbox-'));
    const sandbox = await openSandbox({ port: 0, dataDir });
    const url = `${sandbox.url}/bodies/${body}`;
    const misbehave = (mode: string) => async () => {
      await fetch(`${url}/control/faults`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ mode, times: 1 }),
      });
    };
    return {
      endpoint: new PlainEndpoint({ name: body, saying, url, timeoutMs: 2_000 }),
      message: (n: number) =>
        aPushOf(aPenalty({ documentNumber: `廊消行罚决字〔2024〕第${String(n).padStart(4, '0')}号`, publicity }), {
          endpoint: body,
        }),
      failNext: misbehave('fail'),
      loseNextAnswer: misbehave('drop-answer'),
      rejectNext: misbehave('refuse'),
      stored: async () => {
        const page = (await (await fetch(`${url}/records?limit=1000`)).json()) as {
          items: { idempotencyKey: string; arrivals: number }[];
        };
        return page.items.map(({ idempotencyKey: key, arrivals }) => ({ key, arrivals }));
      },
      close: async () => {
        await sandbox.close();
        await rm(dataDir, { recursive: true });
      },
    };
  };

for (const [body, subject] of Object.entries(bodies)) {
  endpointContract(`${body} at a sandbox`, open(body, subject));
  askedByKeyContract(`${body} at a sandbox`, open(body, subject));
}
