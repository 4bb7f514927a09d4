import { looksLikeCitizenNumber } from './citizen-number';
import { Refusal } from './refusal';

const EIGHTEEN = /(?<![0-9A-Za-z])[1-8]\d{16}[0-9Xx](?![0-9A-Za-z])/g;
const SEALED = /^pd\d+\./;

/** Whether a citizen number (GB 11643) stands anywhere in the text. `text` is normalised: half-width digits. */
export function containsCitizenNumber(text: string): boolean {
  return (text.match(EIGHTEEN) ?? []).some((found) => looksLikeCitizenNumber(found.toUpperCase()));
}

/**
 * Text that will stand in the log as it is. Refusals in this order: `record-not-storable` (it would be taken for sealed
 * personal text, and opened for whoever reads it); `citizen-number-in-text`: the log forgets nothing, so a number has its own
 * field, where it is sealed, or does not come in. Our default. Neither refusal repeats the text.
 */
export function plainText(text: string): string {
  if (SEALED.test(text)) throw new Refusal('record-not-storable');
  if (containsCitizenNumber(text)) throw new Refusal('citizen-number-in-text');
  return text;
}
