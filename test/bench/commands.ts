import autocannon from 'autocannon';
import { usccOf } from './fictional-units';
import { issueKey, start, startLedger, untilReady } from './processes';
import { type Comparison, interleave, type Sample } from './rounds';

const connections = 32;

/**
 * A penalty decision over HTTP: authenticated, checked, decided, durable; against a bare handler that stores the body with one raw
 * INSERT. Once with the read models, policies and the outbox following in the same process, and once by the api alone.
 */
export async function commands(url: string, ownerUrl: string, ms: number, rounds: number): Promise<Comparison[]> {
  const key = await issueKey(ownerUrl, 'officer');
  const raw = await start('raw-server.js', { DATABASE_URL: ownerUrl });
  const against = async (name: string, environment: NodeJS.ProcessEnv): Promise<Comparison> => {
    const ledger = await startLedger(ownerUrl, environment);
    try {
      if (environment.WORKER !== 'off') await untilReady(ledger.url);
      return await interleave(
        `${name}, ${connections} connections`,
        rounds,
        () => fire(ledger.url, key, ms),
        () => fire(raw.url, key, ms),
      );
    } finally {
      await ledger.stop();
    }
  };
  try {
    const all = await against('penalty decision over HTTP to durable', {});
    return [all, await against('penalty decision over HTTP to durable, the api alone (WORKER=off)', { WORKER: 'off' })];
  } finally {
    await raw.stop();
  }
}

let papers = 0;

async function fire(url: string, key: string, ms: number): Promise<Sample> {
  const result = await autocannon({
    url,
    connections,
    duration: Math.max(1, Math.round(ms / 1000)),
    requests: [
      {
        method: 'POST',
        path: '/penalty-decisions',
        headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
        setupRequest: (request) => ({ ...request, body: JSON.stringify(aPaper(++papers)) }),
      },
    ],
  });
  if (result.non2xx > 0 || result.errors > 0)
    throw new Error(`${result.non2xx} answers were not 2xx, ${result.errors} failed`);
  return { perSecond: result.requests.average, p50Ms: result.latency.p50, p99Ms: result.latency.p99 };
}

/** Always another paper; a thousand units take turns. */
export function aPaper(number: number) {
  return {
    subjectName: `廊坊市示例${number % units.length}有限公司`,
    subjectCategory: '法人及非法人组织',
    uscc: units[number % units.length],
    legalRepresentative: '王示例',
    documentNumber: `廊消行罚决字〔2026〕第${String(number).padStart(7, '0')}号`,
    violationType: '消防设施、器材、消防安全标志配置、设置不符合标准',
    facts: '一层疏散指示标志损坏三处，未保持完好有效',
    legalBasis: '《中华人民共和国消防法》第六十条第一款第一项',
    penaltyKinds: '警告',
    penaltyContent: '警告',
    decidedOn: '2026-05-06',
    authorityName: '廊坊市消防救援支队',
    authorityCode: '1113100001YMGCE72W',
  };
}

const units = Array.from({ length: 1_000 }, (_, at) => usccOf(at));
