import type { ListRemovalDocument } from '@app/exchange';
import type { Fields } from '../../fields';

/** The listing's keys, and when, why and by whom it ended: our default, no official field table was found. */
export function listRemovalFields(removal: ListRemovalDocument): Fields {
  return {
    subjectName: removal.subjectName,
    uscc: removal.uscc,
    decisionNo: removal.decisionNumber,
    decisionBody: removal.decisionBody,
    decisionBodyUscc: removal.decisionBodyCode,
    listedOn: removal.listedOn,
    removedOn: removal.removedOn,
    removalReason: removal.removalReason,
    removalBody: removal.removalBody,
    removalBodyUscc: removal.removalBodyCode,
    dataSource: removal.dataSource,
    dataSourceUscc: removal.dataSourceCode,
  };
}
