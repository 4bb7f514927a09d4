import {
  about,
  afterReceiptOf,
  type Column,
  columnOf,
  eventCatalogue,
  type LedgerEvent,
  type Row,
  type ToldTable,
} from '@app/ledger';
import { penaltyDecision } from '../../../libs/ledger/src/penalty-decision';
import { penaltySaying } from '../../../libs/ledger/src/push/saying/penalty-decision';
import { asNode } from '../../../libs/ledger/src/push/saying/ways-of-telling';

const nothingElse = Object.fromEntries(
  Object.keys(eventCatalogue).map((type) => [type, { bulletin: '简报只登处罚' }]),
) as Record<LedgerEvent['type'], Row<'bulletin'>>;

const { penalty, penaltyWithdrawal } = penaltySaying(asNode);

const printsOnly = '简报只登处罚和撤销';
const others = {
  PenaltyDecisionRevoked: { bulletin: penaltyWithdrawal },
  PenaltyDecisionChanged: { bulletin: printsOnly },
  PenaltyDecisionCorrected: { bulletin: printsOnly },
  PenaltyDecisionFoundUnlawful: { bulletin: printsOnly },
  PenaltyDecisionFoundVoid: { bulletin: printsOnly },
} as const;

const table: ToldTable<'bulletin'> = {
  ...nothingElse,
  ...about(penaltyDecision, { PenaltyDecisionRecorded: { bulletin: penalty }, ...others }),
};

/** The same, printed when another body has given its receipt for it. */
export const bulletinColumnAfter = (body: string): Column =>
  columnOf<'bulletin'>(
    {
      ...table,
      ...about(penaltyDecision, {
        PenaltyDecisionRecorded: { bulletin: afterReceiptOf(body, penalty) },
        ...others,
      }),
    },
    'bulletin',
    () => true,
  );

/** A newsletter that prints penalties and takes them back. No catalogue binds it. A body of tests: it proves what a second body takes. */
export const bulletinColumn: Column = columnOf(table, 'bulletin', () => true);
