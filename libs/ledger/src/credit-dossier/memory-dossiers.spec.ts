import type { StoredEvent } from '@app/event-store';
import { capabilities } from '../capabilities';
import { judgeUnder } from '../credit-score/domain';
import { publishedRules } from '../rule-set';
import { tellingOf } from './capability';
import { dossiersContract } from './dossiers.contract';
import { MemoryDossiers } from './memory-dossiers';

dossiersContract('memory', () => {
  const log: StoredEvent[] = [];
  const reader = {
    readAll: ({ after, limit }: { after: number; limit: number }) => Promise.resolve(log.slice(after, after + limit)),
  };
  const dossiers = new MemoryDossiers(reader, tellingOf(capabilities), judgeUnder(publishedRules));
  const set = (change: Partial<MemoryDossiers['stand']>) => {
    dossiers.stand = { ...dossiers.stand, ...change };
    return Promise.resolve();
  };
  return Promise.resolve({
    dossiers,
    record: (...events: StoredEvent[]) => {
      for (const event of events) log.push({ ...event, position: log.length + 1 });
      return Promise.resolve();
    },
    hold: async () => {
      await dossiers.now([]);
      dossiers.standsStill = true;
    },
    letGo: () => {
      dossiers.standsStill = false;
      return Promise.resolve();
    },
    stop: (stoppedBy: string) => set({ stoppedBy }),
    stopSubject: (subjectId: string) => set({ stopped: new Map([[subjectId, 4]]) }),
    grow: (ageMs: number) => set({ ageMs }),
    close: () => Promise.resolve(),
  });
});
