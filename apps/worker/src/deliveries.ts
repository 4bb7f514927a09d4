import type { EventLog } from '@app/event-store';
import type {
  Adopter,
  BodyStandings,
  Clocks,
  EndedPublicity,
  PushFlows,
  PushRecorder,
  RegisterCheck,
  SettledBody,
} from '@app/ledger';
import { BodyRests, closedForMs, Deliverer, type Outbox, type Rest } from '@app/outbox';
import type { PersonalData } from '@app/personal-data';
import type { Body } from '../../composition/src/bodies';
import type { Tracing } from '../../composition/src/tracing/tracing';
import { EndpointAfterRestores, OutboxAfterRestores } from './after-restores';
import { settleFormerWays } from './answered-by-their-way';
import type { OutboxStand } from './outbox-stand';
import { tracedEndpoint } from './traced-endpoint';
import { RevealingEndpoint } from './revealing-endpoint';
import type { Vouching } from './vouching';

export interface DeliveriesOptions {
  readonly pool: ConstructorParameters<typeof Outbox>[0];
  readonly bodies: readonly Body[];
  readonly personal: Pick<PersonalData, 'reveal'>;
  readonly recorder: Pick<PushRecorder, 'record' | 'asRecorded'>;
  /** By them pushes are due and leases end; and nothing is given up because of a day that came by one clock only. */
  readonly clocks: Pick<Clocks, 'now' | 'check' | 'areApart'>;
  readonly flows: Pick<PushFlows, 'isPaused'>;
  readonly register: Pick<RegisterCheck, 'faultsOf'>;
  readonly endedPublicity: Pick<EndedPublicity, 'of'>;
  readonly adopter: Pick<Adopter, 'mayTell'>;
  /** Whether the log is the one that was signed, as far as anybody can tell. */
  readonly vouching: Pick<Vouching, 'mayLeave' | 'restorations'>;
  /** Told when a body is left alone because it does not answer, each time for how long; by undefined, that it answers. */
  readonly onRest: (body: string, rest: Rest | undefined) => void;
  readonly standings: Pick<BodyStandings, 'isItself'>;
  /** Nothing leaves of an outbox that may not be believed yet. */
  readonly stand: Pick<OutboxStand, 'isBelieved'>;
  readonly onTrouble: (body: string, error: unknown) => void;
  /** Who is told which sending belongs to which trace; null: nobody. */
  readonly tracing: Tracing | null;
  /** Where the events stand that messages are about. */
  readonly log: Pick<EventLog, 'readStream'>;
}

/** One deliverer for each body that can be reached, each with its own limit: one that is down holds up nobody else. */
export class Deliveries {
  private readonly deliverers: readonly Deliverer[];
  private readonly outbox: Outbox;
  private readonly bodies: readonly Body[];

  constructor(options: DeliveriesOptions) {
    const { pool, bodies, personal, recorder, clocks, flows, register, endedPublicity, adopter, standings } = options;
    const { vouching, stand, tracing, log, onRest, onTrouble } = options;
    const now = () => clocks.now();
    const restorations = () => vouching.restorations();
    const outbox = new OutboxAfterRestores(restorations, pool, now);
    [this.outbox, this.bodies] = [outbox, bodies];
    const rests = new BodyRests(pool, now);
    /** Its key may be replaced while we run. */
    const isItself = async (body: SettledBody): Promise<boolean> => {
      const itself = await standings.isItself(body);
      if (!itself) onTrouble(body.id, new Error('its key is not the one that is known: nothing is sent'));
      return itself;
    };
    this.deliverers = bodies.flatMap(
      ({ id, endpoint, mode, inParallel, leaseMs, askEveryMs, hours, isReal = false, keys }) => {
        if (!endpoint) return [];
        const isStopped = async () =>
          (await flows.isPaused(id)) ||
          !(await adopter.mayTell(id, isReal)) ||
          (isReal && !(await isItself({ id, isReal, keys })));
        const opened = new RevealingEndpoint(new EndpointAfterRestores(endpoint, restorations), personal);
        return new Deliverer({
          outbox,
          endpoint: tracing ? tracedEndpoint(opened, tracing, log) : opened,
          way: mode,
          inParallel,
          leaseMs,
          askEveryMs,
          ...(hours && { closedForMs: () => closedForMs(hours, now()) }),
          onRest: async (rest) => {
            onRest(id, rest);
            await rests.tell(id, rest);
          },
          faultsKnown: (pushes) => register.faultsOf(pushes),
          publicityOver: (pushes) => endedPublicity.of(pushes),
          isPaused: unlessBelieved(async () => (await vouching.mayLeave()) && (await stand.isBelieved(id)), isStopped),
          mayGiveUp: async () => {
            await clocks.check();
            return !clocks.areApart();
          },
          onOutcome: async (push, outcome, round) => {
            await tracing?.follow([push], log);
            await recorder.record(push, outcome, round);
          },
          asRecorded: (push, outcome, round) => recorder.asRecorded(push, outcome, round),
          onTrouble: (error) => {
            onTrouble(id, error);
          },
        });
      },
    );
  }

  /** To be waited for before `start`. @throws `AnswersOwedOtherwise` */
  settleFormerWays(): Promise<void> {
    return settleFormerWays(this.outbox, this.bodies);
  }

  start(): void {
    for (const deliverer of this.deliverers) deliverer.start();
  }

  wake(): void {
    for (const deliverer of this.deliverers) deliverer.wake();
  }

  async stop(): Promise<void> {
    await Promise.all(this.deliverers.map((deliverer) => deliverer.stop()));
  }
}

/** So long an answer is good: a pause takes hold within it. Our default. */
const askedAgainMs = 1_000;

function unlessBelieved(isBelieved: () => Promise<boolean>, isPaused: () => Promise<boolean>): () => Promise<boolean> {
  const asked = askedSeldom(isPaused);
  return async () => !(await isBelieved()) || asked();
}

/** Asks once a second however often it is called; an answer that failed is not kept. */
function askedSeldom(ask: () => Promise<boolean>): () => Promise<boolean> {
  let [answer, askedAt] = [false, -Infinity];
  return async () => {
    if (performance.now() - askedAt < askedAgainMs) return answer;
    answer = await ask();
    askedAt = performance.now();
    return answer;
  };
}
