import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setImmediate as turnOfTheEventLoop } from 'node:timers/promises';
import { agreeingClocks } from '../support/clocks';
import { creditDossiers, Rules, Stands } from '@app/ledger';
import { inTransaction } from '@app/projections';
import pg from 'pg';
import { rowsAtOnce as bidderRowsAtOnce } from '../../libs/ledger/src/bidder-check/check-bidders.command';
import { PostgresDossiers } from '../../libs/ledger/src/credit-dossier/postgres-dossiers';
import { answerFor, dossiersFor } from '../../libs/ledger/src/credit-status';
import { usccOf } from './fictional-units';
import { copyDossiers, fillDossiers } from './fill-dossiers';
import { aDecisionOn } from './penalty-events';
import { type Comparison, interleave, measure } from './rounds';

const today = '2026-05-06';

/**
 * A subject with `papers` penalties over ten years. One more is applied by the read model, in a transaction with its checkpoint,
 * against a hand that knows what to write: the paper, the points of its days, the head, the checkpoint. And its status of
 * today, against the same papers by the same index.
 */
export async function largeDossier(url: string, ownerUrl: string, ms: number, rounds: number, papers: number) {
  await fillDossiers(ownerUrl, 1, papers);
  const subjectId = usccOf(0);
  const pool = poolOn(url);
  const { book } = new Rules();
  const dossiers = new PostgresDossiers(new Stands(pool, Infinity, agreeingClocks), new Rules());
  let position = papers;
  const found: Comparison[] = [
    await interleave(
      `dossier of a subject with ${papers} facts: one more applied`,
      rounds,
      () => measure(1, ms, () => applied(pool, aDecisionOn(subjectId, today, ++position))),
      () => measure(1, ms, () => writtenByHand(pool, subjectId, ++position)),
    ),
    await interleave(
      `dossier of a subject with ${papers} facts: status of today`,
      rounds,
      () =>
        measure(1, ms, async () => {
          const asked = { subjectId, validAt: today, knownAt: null, askedAt: `${today}T00:00:00.000Z` };
          const reading = await dossiersFor(dossiers, asked, [subjectId]);
          const answer = answerFor(book, asked, reading.of(subjectId));
          if (answer.status !== 'not-listed') throw new Error(answer.statement);
        }),
      () => measure(1, ms, () => papersOf(pool, subjectId)),
    ),
  ];
  await pool.end();
  return found;
}

async function applied(pool: pg.Pool, event: ReturnType<typeof aDecisionOn>): Promise<void> {
  await inTransaction(pool, async (client) => {
    await client.query('SELECT position FROM projection_checkpoints WHERE name = $1 FOR UPDATE', [creditDossiers.name]);
    await creditDossiers.apply(client, [event]);
    await client.query('UPDATE projection_checkpoints SET position = $2 WHERE name = $1', [
      creditDossiers.name,
      event.position,
    ]);
  });
}

async function writtenByHand(pool: pg.Pool, subjectId: string, position: number): Promise<void> {
  await inTransaction(pool, async (client) => {
    await client.query('SELECT position FROM projection_checkpoints WHERE name = $1 FOR UPDATE', [creditDossiers.name]);
    await client.query({
      name: 'raw-paper',
      text: `INSERT INTO credit_papers SELECT subject_id, $2, from_day, until_day, facts
             FROM credit_papers WHERE subject_id = $1 LIMIT 1`,
      values: [subjectId, `raw-${position}`],
    });
    await client.query({
      name: 'raw-days',
      text: `UPDATE credit_calendar SET points = points - 10
             WHERE subject_id = $1 AND from_day >= $2 AND from_day < $2::date + interval '1 year'`,
      values: [subjectId, today],
    });
    await client.query({
      name: 'raw-head',
      text: 'UPDATE credit_dossiers_2 SET position = $2 WHERE subject_id = $1',
      values: [subjectId, position],
    });
    await client.query('UPDATE projection_checkpoints SET position = $2 WHERE name = $1', [
      creditDossiers.name,
      position,
    ]);
  });
}

async function papersOf(pool: pg.Pool, subjectId: string): Promise<void> {
  await pool.query({
    name: 'raw-papers',
    text: `SELECT facts FROM credit_papers WHERE subject_id = $1 AND from_day <= $2 AND until_day > $2`,
    values: [subjectId, today],
  });
}

/**
 * What a bidder check reads: of `codes` units among `subjects` the dossiers with the papers that stand today, by the reader that the check
 * asks, against the same rows by one `= ANY`. How long either held the loop is said beside it.
 */
export async function bidderLookup(
  url: string,
  ownerUrl: string,
  ms: number,
  rounds: number,
  { subjects, codes }: { readonly subjects: number; readonly codes: number },
): Promise<Comparison> {
  await copyDossiers(ownerUrl, subjects, penaltiesOfBidder, decidedOn);
  const pool = poolOn(url);
  const dossiers = new PostgresDossiers(new Stands(pool, Infinity, agreeingClocks), new Rules());
  const asked = Array.from({ length: codes }, (_, at) => usccOf(Math.floor((at * subjects) / codes)));
  const times = { validAt: today, knownAt: null, askedAt: `${today}T04:00:00.000Z` };
  const held = { ours: new Held(), raw: new Held() };
  const compared = await interleave(
    `dossiers of ${codes} bidders among ${subjects} subjects, one = ANY`,
    rounds,
    () =>
      held.ours.during(() =>
        measure(1, ms, async () => {
          const reading = await dossiersFor(dossiers, times, asked);
          let known = 0;
          for (const [index, code] of asked.entries()) {
            if (index % bidderRowsAtOnce === 0) await turnOfTheEventLoop(); // as the check does
            const told = reading.of(code);
            if (told.known && told.value?.facts.length === penaltiesOfBidder) known++;
          }
          if (known !== codes) throw new Error(`${known} of ${codes} were found`);
        }),
      ),
    () =>
      held.raw.during(() =>
        measure(1, ms, async () => {
          const { rowCount } = await pool.query({
            name: 'raw-bidders',
            text: `SELECT h.head, p.facts FROM credit_dossiers_2 h LEFT JOIN credit_papers p
                     ON p.subject_id = h.subject_id AND p.from_day <= $2 AND p.until_day > $2
                   WHERE h.subject_id = ANY ($1)`,
            values: [asked, today],
          });
          if (rowCount !== codes * penaltiesOfBidder) throw new Error(`${rowCount} papers were found`);
        }),
      ),
  );
  console.log(
    `${compared.name}: round by round the loop was held ${held.ours.said()} by ours, ${held.raw.said()} by the other`,
  );
  await pool.end();
  return compared;
}

const penaltiesOfBidder = 2;
const decidedOn = '2026-03-06';

/** For how long the loop of this process answered nobody. */
class Held {
  private readonly longestMs: number[] = [];

  async during<Value>(work: () => Promise<Value>): Promise<Value> {
    const delays = monitorEventLoopDelay({ resolution: 1 }); // each time anew: one that rested counts its rest
    delays.enable();
    try {
      return await work();
    } finally {
      delays.disable();
      this.longestMs.push(delays.max / 1e6);
    }
  }

  /** Of the first round, which warms up, nothing. */
  said(): string {
    return `${this.longestMs
      .slice(1)
      .map((ms) => ms.toFixed(0))
      .join(', ')} ms at most`;
  }
}

/** The database of a finished run goes away first. */
function poolOn(url: string): pg.Pool {
  const pool = new pg.Pool({ connectionString: url, max: 4 });
  pool.on('error', () => undefined);
  return pool;
}
