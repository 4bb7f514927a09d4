import { count, dayOrNull, listOf, MARKS, orNull, section, stated, text, word } from '../../shared';

/** What is told of papers that say too little themselves, and which items of a catalogue may be told at all. */
export const tellingRules = section({
  /** Of papers that print no code of an authority, and were recorded before it was written down who recorded them. */
  assumedAuthority: section({ name: stated(text), code: stated(text) }),
  /** For how many months from its day a body shows a spot-check result to the public; null: until it is withdrawn. */
  spotCheckMonths: stated(orNull(count)),
  /**
   * Only items of the national basic catalogue, or of a local one, may be told (令36, S30): the item by which a body is told messages of
   * a kind, from what is recorded on the day on; null: from the beginning.
   */
  catalogue: listOf(section({ body: text, kind: text, item: text, from: dayOrNull, mark: word(MARKS), basis: text })),
  /** Within how many working days of the paper a body is to have a message of these kinds (`push-deadline.ts`). A kind that is not named has no deadline. */
  deadlines: listOf(section({ body: text, kinds: listOf(text), workingDays: stated(count) })),
});
