import type { DatabaseEndpoint } from '@app/endpoints';
import { Deliverer, enqueue, Outbox, type Outcome, type Push } from '@app/outbox';
import pg from 'pg';
import { aPushOf } from '../libs/endpoints/src/push.examples';
import { aPenalty, aPenaltyWithdrawal } from '../libs/exchange/src/told.examples';
import { openExchange } from './support/exchange-database';
import { createTestDatabase } from './support/test-database';

/** Papers, each a lane of its own: a penalty and its withdrawal, which the platform refuses when it comes first. */
const papers = 60;
/** Of their messages, so many are queued after the restore. */
const laterPushes = 20;

const pushesOf = (paper: number): Push[] => {
  const documentNumber = `廊消行罚决字〔2024〕第${String(paper).padStart(4, '0')}号`;
  const lane = `paper-${paper}`;
  return [
    aPushOf(aPenalty({ documentNumber }), { position: paper * 2 - 1, lane }),
    // Were it to withdraw, a penalty that has not left would never leave.
    aPushOf(aPenaltyWithdrawal({ documentNumber }), { position: paper * 2, lane, effect: 'notes' }),
  ];
};

describe('pushes that leave by an exchange database', () => {
  let exchange: Awaited<ReturnType<typeof openExchange>>;
  let ledger: Awaited<ReturnType<typeof createTestDatabase>>;
  let pool: pg.Pool;
  const deliverers: Deliverer[] = [];
  const outcomes: Outcome['outcome'][] = [];
  beforeEach(async () => {
    exchange = await openExchange(30);
    ledger = await createTestDatabase();
    pool = new pg.Pool({ connectionString: ledger.url });
  });
  afterEach(async () => {
    await Promise.all(deliverers.splice(0).map((deliverer) => deliverer.stop()));
    await pool.end();
    await ledger.drop();
    await exchange.close();
  });

  const deliver = (endpoint: DatabaseEndpoint) => {
    const deliverer = new Deliverer({
      outbox: new Outbox(pool),
      endpoint,
      onOutcome: (_push, { outcome }) => {
        outcomes.push(outcome);
        return Promise.resolve();
      },
      onTrouble: () => undefined,
      inParallel: 4,
      pollMs: 20,
      askEveryMs: 60,
      leaseMs: 6_000,
      backoff: { firstMs: 20, capMs: 200 },
    });
    deliverers.push(deliverer);
    deliverer.start();
  };
  const acknowledged = async (least: number) => {
    while ((await new Outbox(pool).summary()).acknowledged < least) {
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  };
  const shown = async <Item>(path: string): Promise<readonly Item[]> => {
    const response = await fetch(`${exchange.sandbox.url}/${path}?limit=1000`);
    return ((await response.json()) as { items: Item[] }).items;
  };

  it('arrive once and in the order of their papers, by two ledgers, over cut wires, killed sessions and a restore', async () => {
    const told = jest.spyOn(console, 'error').mockImplementation(() => undefined); // the sandbox says what became of its sessions
    const pushes = Array.from({ length: papers }, (_, n) => pushesOf(n + 1)).flat();
    const [first, later] = [pushes.slice(0, -laterPushes), pushes.slice(-laterPushes)];
    await enqueue(pool, first);
    deliver(exchange.endpointWith({ batch: 7 }));
    deliver(exchange.endpointWith({ batch: 7 }));

    await acknowledged(papers / 3);
    const yesterday = await exchange.backUp();
    exchange.wire.cutNextCommit();
    await acknowledged(papers);
    await exchange.restore(yesterday);
    await enqueue(pool, later); // something leaves after the restore, however far the first ones were
    exchange.wire.cutNextQuestion();
    await acknowledged(papers * 1.5);
    const administrator = new pg.Client({ connectionString: exchange.database.superuserUrl });
    await administrator.connect();
    await administrator.query(
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
       WHERE datname = current_database() AND application_name IN ('fire-credit-ledger', 'sandbox')`,
    );
    await administrator.end();
    await acknowledged(pushes.length);

    told.mockRestore();

    expect(new Set(outcomes)).toEqual(new Set(['acknowledged']));
    expect(exchange.restored.length).toBeGreaterThan(0);
    const held = await shown<{ idempotencyKey: string; kind: string; endedBy: string | null }>('records');
    expect(held.map(({ idempotencyKey }) => idempotencyKey).sort()).toEqual(pushes.map(({ key }) => key).sort());
    expect(held.filter(({ kind, endedBy }) => kind === 'penalty' && endedBy === null)).toEqual([]);
    const arrived = await shown<{ type: string }>('journal');
    expect(arrived.filter(({ type }) => type === 'sent-back')).toEqual([]);
  });
});
