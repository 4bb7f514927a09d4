import { containsCitizenNumber, namesTravelDocument } from './personal-number';
import { Refusal } from './refusal';

const SEALED = /^pd\d+\./;

/**
 * Text that will stand in the log as it is. Refusals in this order: `record-not-storable` (it would be taken for sealed
 * personal text, and opened for any reader); `citizen-number-in-text`: the log forgets nothing, so a number has its own
 * field, where it is sealed, or does not come in; `personal-data-in-plain-field`: the number of a passport or travel permit that the
 * text calls one. Our default. No refusal repeats the text.
 */
export function plainText(text: string): string {
  if (SEALED.test(text)) throw new Refusal('record-not-storable');
  if (containsCitizenNumber(text)) throw new Refusal('citizen-number-in-text');
  if (namesTravelDocument(text)) throw new Refusal('personal-data-in-plain-field');
  return text;
}
