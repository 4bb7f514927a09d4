import { EventStoreDbDouble } from './eventstoredb-double';

/** An engine of the log for a whole ledger under test. */
export interface LogEngine {
  readonly name: string;
  /** Makes it ready; resolves to the settings that choose it. */
  start(): Promise<NodeJS.ProcessEnv>;
  stop(): void;
}

const asTheEnvironmentSays: LogEngine = {
  name: process.env.EVENT_LOG ?? 'postgres',
  start: () => Promise.resolve({}),
  stop: () => undefined,
};

let double: EventStoreDbDouble | undefined;
const onADouble: LogEngine = {
  name: 'eventstoredb',
  start: async () => {
    double = await EventStoreDbDouble.start({ guarded: true });
    return { EVENT_LOG: 'eventstoredb', EVENTSTORE_URL: double.url };
  },
  stop: () => double?.stop(),
};

/** Both, the second against its stand-in; or only the real server when one is given (`npm run test:eventstoredb`). */
export const logEngines: readonly LogEngine[] =
  process.env.EVENT_LOG === 'eventstoredb' ? [asTheEnvironmentSays] : [asTheEnvironmentSays, onADouble];
