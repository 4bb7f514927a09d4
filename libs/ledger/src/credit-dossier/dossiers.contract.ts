import type { StoredEvent } from '@app/event-store';
import * as event from '../../../../test/support/ledger-events';
import type { Dossiers } from './dossiers';

/** Dossiers with a log whose events reach them when the spec says so. */
export interface DossiersUnderTest {
  readonly dossiers: Dossiers;
  /** Puts events into the log, the first at position 1. The dossiers have them at once, unless they are held. */
  readonly record: (...events: StoredEvent[]) => Promise<void>;
  /** From here on the dossiers take nothing from the log; what is let go, they take. */
  readonly hold: () => Promise<void>;
  readonly letGo: () => Promise<void>;
  readonly stop: (reason: string) => Promise<void>;
  readonly stopSubject: (subjectId: string) => Promise<void>;
  readonly grow: (olderByMs: number) => Promise<void>;
  readonly close: () => Promise<void>;
}

const { subjectId } = event;
const stranger = '91131000MA0Y000167';
const waitMs = 60;

/** What every reader of dossiers promises. Each adapter's spec runs it. */
export function dossiersContract(adapter: string, open: () => Promise<DossiersUnderTest>): void {
  describe(`dossiers contract: ${adapter}`, () => {
    let under: DossiersUnderTest;
    let dossiers: Dossiers;
    beforeEach(async () => {
      under = await open();
      ({ dossiers } = under);
      await under.record(event.aRegistration(), event.aPenaltyDecision(), event.aCommitmentMade());
    });
    afterEach(() => under.close());

    describe('up to a position', () => {
      it('tells the dossier, and a subject nobody ever heard of apart from one of whom nothing is known now', async () => {
        const reading = await dossiers.upTo(3, [subjectId, stranger]);
        expect(reading.of(subjectId)).toMatchObject({
          known: true,
          position: 3,
          value: { subjectId, position: 3, facts: [{ type: 'penalty-decision' }, { type: 'commitment-made' }] },
        });
        expect(reading.of(stranger)).toMatchObject({ known: true, position: 3, value: undefined });
      });

      it('waits for the position, and no longer than it takes', async () => {
        await under.hold();
        await under.record(event.aPenaltyRevocation());
        setTimeout(() => void under.letGo(), 20);
        expect((await dossiers.upTo(4, [subjectId])).of(subjectId)).toMatchObject({ known: true, position: 4 });
      });

      it('says that it is behind when the position does not come, and how far it is', async () => {
        await under.hold();
        await under.record(event.aPenaltyRevocation());
        const reading = await dossiers.upTo(4, [subjectId, stranger], { waitMs });
        for (const one of [subjectId, stranger]) {
          expect(reading.of(one)).toMatchObject({ known: false, why: 'read-model-behind', position: 3 });
        }
      });

      it('knows enough when it has the position, however long ago it looked', async () => {
        await under.grow(60_000);
        const told = (await dossiers.upTo(3, [subjectId])).of(subjectId);
        expect(told).toMatchObject({ known: true });
        expect(told.ageMs).toBeGreaterThanOrEqual(60_000);
      });

      it('says that it stopped, about everybody', async () => {
        await under.stop('an event nobody understands');
        const reading = await dossiers.upTo(3, [subjectId, stranger]);
        expect(reading.of(subjectId)).toMatchObject({ known: false, why: 'read-model-stopped' });
        expect(reading.of(stranger)).toMatchObject({ known: false, why: 'read-model-stopped' });
      });

      it('says that a subject stands still, about no other', async () => {
        await under.stopSubject(subjectId);
        const reading = await dossiers.upTo(3, [subjectId, stranger]);
        expect(reading.of(subjectId)).toMatchObject({ known: false, why: 'subject-stopped', position: 3 });
        expect(reading.of(stranger)).toMatchObject({ known: true });
      });

      it('tells of a day the papers that may be held against the subject then, each with all its facts', async () => {
        await under.record(event.aHazardJudged(), event.aPenaltyRevocation());
        const on = async (day: string) => {
          const told = (await dossiers.upTo(5, [subjectId], { on: day })).of(subjectId);
          return told.known && told.value?.facts.map(({ type }) => type);
        };
        expect(await on('2026-05-06')).toEqual(['penalty-decision', 'hazard-judged', 'penalty-revoked']);
        expect(await on('2026-07-01')).toEqual(['hazard-judged']);
        expect(await on('2026-04-19')).toEqual([]);
      });
    });

    describe('now', () => {
      it('tells what it has while it is young enough', async () => {
        expect((await dossiers.now([subjectId])).of(subjectId)).toMatchObject({ known: true, position: 3 });
      });

      it('is silent about everybody when it is too old', async () => {
        await under.grow(60_000);
        const reading = await dossiers.now([subjectId, stranger]);
        expect(reading.of(subjectId)).toMatchObject({ known: false, why: 'read-model-behind' });
        expect(reading.of(stranger)).toMatchObject({ known: false, why: 'read-model-behind' });
      });

      it('is silent without the position it was asked to have', async () => {
        expect((await dossiers.now([subjectId], { atLeast: 3 })).of(subjectId)).toMatchObject({ known: true });
        expect((await dossiers.now([subjectId], { atLeast: 4, waitMs })).of(subjectId)).toMatchObject({
          known: false,
          why: 'read-model-behind',
        });
      });
    });
  });
}
