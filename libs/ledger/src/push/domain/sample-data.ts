import { type Day, derivedId } from '../../shared';
import { type SampleDataEvent, sampleDataEvents } from './sample-data.events';

/** Whether this ledger ever took sample data. One stream. */
export interface SampleData {
  readonly taken: boolean;
}

/** The id of the one stream. */
export const ofThisLedger = 'ledger';

export const sampleData = {
  category: 'sampleData',
  ofNoUnit: true as const,
  receiptIdOf: (id: string): string => derivedId('sampleData', id),
  initial: { taken: false } as SampleData,
  evolve: (): SampleData => ({ taken: true }),
  ...sampleDataEvents,
};

/** 载入示例数据. Taken before: quiet. */
export const takeSampleData =
  (takenOn: Day) =>
  ({ taken }: SampleData): SampleDataEvent[] =>
    taken ? [] : [{ type: 'SampleDataTaken', data: { subjectId: null, takenOn } }];
