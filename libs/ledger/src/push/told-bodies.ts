import type { EventLog } from '@app/event-store';
import { Inject, Injectable } from '@nestjs/common';
import { ApiProperty } from '@nestjs/swagger';
import { CLOCK, type Clock, EVENT_LOG, type Stand, Stands } from '../application';
import { dossierReadModel } from '../credit-dossier';
import { addDays, type Day, dayOfInstant } from '../shared';
import { ExchangeDatabases } from './exchange-databases';
import { BodyStandings } from './body-standings';
import { BODY_STANDINGS, type BodyStanding } from './domain/body-standing';
import { PushFlows } from './pause-pushes.command';
import { BODY_IDS } from './told';

/** The read models that keep the deadlines, one per body; see `push-deadlines.projection.ts`. */
const deadlines = 'due-work-pushes-%';

/** The read models that fill the outbox, one per body; see `push-outbox.projection.ts`. */
const pushOutboxes = 'push-outbox-%';

/** At most so many codes of refusals are counted. Our default. */
const refusalCodesMax = 200;

/** How far back deadlines are counted for what share was kept. Our default: a year. */
const countedDays = 365;

/** As breakers are known. */
const BREAKER_STATES = ['closed', 'open', 'half-open'] as const;

/** How often a body refused for one reason. */
export class RefusalsOfCode {
  @ApiProperty({ description: '平台拒绝代码', example: '1001' }) code!: string;
  @ApiProperty({ description: '因此被拒、尚未更正的件数' }) count!: number;
}

/** How the messages to one body stand. */
export class ToldBodyView {
  @ApiProperty({ description: '接收平台' }) body!: string;
  @ApiProperty({ description: '平台尚未收到的件数（待送、已送待答复、搁置、被拒、不再推送）' }) waiting!: number;
  @ApiProperty({ type: String, nullable: true, description: '其中最早一件的文书日期' }) oldest!: Day | null;
  @ApiProperty({ description: '其中核对未过而搁置的件数' }) held!: number;
  @ApiProperty({ type: [RefusalsOfCode], description: '其中被平台拒绝的，按拒绝代码分列，多的在前' })
  refusals!: RefusalsOfCode[];
  @ApiProperty({ description: '其中已过报送期限的件数' }) overdue!: number;
  @ApiProperty({ description: '近一年到期、逾期后平台才收到的件数' }) late!: number;
  @ApiProperty({ description: '近一年到期、平台按期收到的件数' }) onTime!: number;
  @ApiProperty({
    description:
      '近一年到期、但报送期限在开始报送之前已过的件数（启用台账或平台转为正式之前的旧文书）：不计逾期收到，不计按期率',
  })
  dueBefore!: number;
  @ApiProperty({
    type: Number,
    nullable: true,
    description: '按期率（%）：近一年到期或已收到的各件中按期收到的占比；没有时为 null',
  })
  onTimePercent!: number | null;
  @ApiProperty({ enum: BODY_STANDINGS, description: '培训或正式：正式的，一经启用不再改回' })
  standing!: BodyStanding;
  @ApiProperty({ description: '是否已暂停推送' }) paused!: boolean;
  @ApiProperty({
    enum: BREAKER_STATES,
    description: '断路状态：closed 照常推送；open 平台接连不作答，暂不推送；half-open 以一条试探',
  })
  breaker!: (typeof BREAKER_STATES)[number];
  @ApiProperty({
    type: String,
    nullable: true,
    format: 'date-time',
    description: '平台自何时起不作答（UTC）；照常时为 null',
  })
  silentSince!: string | null;
  @ApiProperty({ type: String, nullable: true, format: 'date-time', description: '何时再试（UTC）；照常时为 null' })
  nextProbe!: string | null;
  @ApiProperty({
    type: String,
    nullable: true,
    format: 'date',
    description: '发现前置库被恢复为旧备份、尚待核对：发现日期；没有则为 null',
  })
  exchangeRestoredOn!: Day | null;
}

type Counts = Pick<
  ToldBodyView,
  'body' | 'waiting' | 'oldest' | 'held' | 'overdue' | 'late' | 'onTime' | 'dueBefore' | 'silentSince' | 'nextProbe'
> & {
  /** Of what is overdue, that of the last year which could have been told in time. */
  readonly missed: number;
};

/** How it stands with all bodies. */
export interface ToldOverview {
  readonly stand: Stand;
  readonly bodies: readonly ToldBodyView[];
  /** Papers of natural persons: they wait until it is settled how their numbers and names are masked. */
  readonly personPapers: number;
}

/** Reads how the messages to each body stand, against their deadlines. */
@Injectable()
export class ToldBodies {
  /** The day of the first event of the log, once there is one. */
  private firstRecorded: Day | undefined;

  constructor(
    private readonly stands: Stands,
    private readonly flows: PushFlows,
    private readonly exchanges: ExchangeDatabases,
    private readonly bodyStandings: BodyStandings,
    @Inject(EVENT_LOG) private readonly log: EventLog,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** Every body the table of who is told what knows. Reads the rows that are open and those of a year. */
  async overview(): Promise<ToldOverview> {
    const today = this.clock.today();
    const { stand, rows } = await this.stands.with<Counts>(deadlines, undefined, {
      text: `WITH open AS (
               SELECT endpoint, count(*)::integer AS waiting, min(state ->> 'since') AS oldest,
                      (count(*) FILTER (WHERE state -> 'held' <> 'null'))::integer AS held,
                      (count(*) FILTER (WHERE next_due < $3::date))::integer AS overdue
               FROM push_deadlines WHERE next_due IS NOT NULL GROUP BY endpoint
             ), due AS (
               SELECT endpoint, (count(*) FILTER (WHERE acknowledged_on <= due_on))::integer AS "onTime",
                      (count(*) FILTER (WHERE acknowledged_on > due_on AND due_on >= told.since))::integer AS late,
                      (count(*) FILTER (WHERE acknowledged_on IS NULL AND due_on < $3::date AND due_on >= told.since))::integer AS missed,
                      (count(*) FILTER (WHERE (acknowledged_on <= due_on) IS NOT TRUE AND due_on < told.since))::integer AS "dueBefore"
               FROM push_deadlines JOIN unnest($5::text[], $6::date[]) AS told (endpoint, since) USING (endpoint)
               WHERE due_on >= $4::date GROUP BY endpoint
             )
             SELECT endpoint AS body, to_char(since AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS "silentSince",
                    to_char(until AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS "nextProbe", coalesce(waiting, 0) AS waiting, oldest, coalesce(held, 0) AS held,
                    coalesce(overdue, 0) AS overdue, coalesce("onTime", 0) AS "onTime", coalesce(late, 0) AS late,
                    coalesce(missed, 0) AS missed, coalesce("dueBefore", 0) AS "dueBefore"
             FROM open FULL JOIN due USING (endpoint) FULL JOIN body_rests USING (endpoint)`,
      values: [today, addDays(today, -countedDays), BODY_IDS, await this.toldSince(today)],
    });
    const found = new Map<string, Counts>(rows.map((row) => [row.body, row]));
    const [refusals, paused, restored, standings, personPapers] = await Promise.all([
      this.refusals(),
      this.paused(),
      this.restored(),
      this.standings(),
      this.personPapers(),
    ]);
    const now = this.clock.now();
    const bodies = BODY_IDS.map((body) => ({
      ...viewOf(found.get(body) ?? noneOf(body), now),
      refusals: refusals.flatMap(({ endpoint, code, count }) => (endpoint === body ? [{ code, count }] : [])),
      standing: standings.get(body) ?? 'training',
      paused: paused.has(body),
      exchangeRestoredOn: restored.get(body) ?? null,
    }));
    return { stand, bodies, personPapers };
  }

  /**
   * From which day on each body could be told at all: since the ledger is there, and a real one since it is real. What was due before is
   * late through nobody who works here.
   *
   * @param otherwise while nothing is recorded
   */
  private async toldSince(otherwise: Day): Promise<readonly Day[]> {
    const [first] = this.firstRecorded === undefined ? await this.log.readAll({ after: 0, limit: 1 }) : [];
    this.firstRecorded ??= first && dayOfInstant(first.recordedAt);
    const ledger = this.firstRecorded ?? otherwise;
    return Promise.all(BODY_IDS.map(async (body) => (await this.bodyStandings.realSince(body)) ?? ledger));
  }

  /** What stands refused, by code. Reads the index of what is refused only; at most so many codes, those of most refusals. */
  private async refusals(): Promise<readonly (RefusalsOfCode & { readonly endpoint: string })[]> {
    const { rows } = await this.stands.with<RefusalsOfCode & { readonly endpoint: string }>(pushOutboxes, undefined, {
      text: `SELECT endpoint, refusal_code AS code, count(*)::integer AS count FROM pushes WHERE status = 'rejected'
             GROUP BY endpoint, refusal_code ORDER BY count DESC, code LIMIT $3`,
      values: [refusalCodesMax],
    });
    return rows;
  }

  /** Papers of natural persons: nobody is told of them (`pushes-of.ts`). Reads the index of the papers of persons only. */
  private async personPapers(): Promise<number> {
    const { rows } = await this.stands.with<{ count: number }>(dossierReadModel, undefined, {
      text: `SELECT count(*)::integer AS count FROM credit_papers WHERE subject_id LIKE 'person-%'`,
      values: [],
    });
    return rows[0]?.count ?? 0;
  }

  /** Which of the bodies are real. */
  async standings(): Promise<ReadonlyMap<string, BodyStanding>> {
    return new Map(await Promise.all(BODY_IDS.map(async (body) => [body, await this.bodyStandings.of(body)] as const)));
  }

  /** The bodies that a person has paused. */
  async paused(): Promise<ReadonlySet<string>> {
    const said = await Promise.all(BODY_IDS.map(async (body) => ((await this.flows.isPaused(body)) ? [body] : [])));
    return new Set(said.flat());
  }

  /** The bodies whose exchange database was found restored, and nobody has looked after it yet: since when. */
  async restored(): Promise<ReadonlyMap<string, Day>> {
    const said = await Promise.all(
      BODY_IDS.map(async (body) => [body, await this.exchanges.restoredOn(body)] as const),
    );
    return new Map(said.flatMap(([body, on]) => (on === null ? [] : [[body, on] as const])));
  }
}

const noneOf = (body: string): Counts => ({
  body,
  waiting: 0,
  oldest: null,
  held: 0,
  overdue: 0,
  late: 0,
  onTime: 0,
  missed: 0,
  dueBefore: 0,
  silentSince: null,
  nextProbe: null,
});

function viewOf({ missed, ...counts }: Counts, now: Date) {
  const all = counts.onTime + counts.late + missed;
  const onTimePercent = all === 0 ? null : Math.round((counts.onTime / all) * 1_000) / 10;
  const { nextProbe } = counts;
  const breaker = nextProbe === null ? 'closed' : Date.parse(nextProbe) > now.getTime() ? 'open' : 'half-open';
  return { ...counts, onTimePercent, breaker } as const;
}
