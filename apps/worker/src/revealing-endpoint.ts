import type { DeliveryOutcome, Endpoint, Push } from '@app/outbox';
import { GAPS, type PersonalData, type Revealed } from '@app/personal-data';

/**
 * An endpoint that opens personal text just before the wire, and lets none of it come back: the outcome is kept in rows and
 * events, and a receiving body may repeat what it was sent in its answer.
 *
 * - A push whose text was erased is `refused` with our own code `personal-data-erased`: it can never be said any more, and
 *   must not hold back the later ones of its subject.
 * - Text that cannot be read now (no master key here) is `failed`: the push waits.
 */
export class RevealingEndpoint implements Endpoint {
  readonly name: string;

  constructor(
    private readonly endpoint: Endpoint,
    private readonly personal: Pick<PersonalData, 'reveal'>,
  ) {
    this.name = endpoint.name;
  }

  async deliver(push: Push, signal: AbortSignal): Promise<DeliveryOutcome> {
    let revealed: Revealed<Push>;
    try {
      revealed = await this.personal.reveal(push);
    } catch (error) {
      return { outcome: 'failed', reason: error instanceof Error ? error.message : String(error) };
    }
    const { value, gaps } = revealed;
    if (gaps.has('personal-data-erased')) {
      return { outcome: 'refused', code: 'personal-data-erased', message: GAPS['personal-data-erased'], fields: [] };
    }
    if (gaps.size > 0) return { outcome: 'failed', reason: 'personal-data-unreadable' };
    const outcome = await this.endpoint.deliver(value, signal);
    return value === push ? outcome : withoutWords(outcome, openedIn(push.content, value.content));
  }
}

const hidden = '［个人信息］';

/** The texts that stand in `opened` where `sealed` has tokens. A push's content is flat. */
function openedIn(sealed: object, opened: object): readonly string[] {
  const before = Object.values(sealed);
  return Object.values(opened).filter(
    (value, index): value is string => typeof value === 'string' && value !== '' && value !== before[index],
  );
}

function withoutWords(outcome: DeliveryOutcome, words: readonly string[]): DeliveryOutcome {
  const hide = (text: string) => words.reduce((left, word) => withoutCut(left.replaceAll(word, hidden), word), text);
  switch (outcome.outcome) {
    case 'delivered':
      return outcome; // the client takes receipts of printable ASCII only, and receipts are the body's own numbers
    case 'refused':
      return { ...outcome, message: hide(outcome.message), fields: outcome.fields.map(hide) };
    case 'failed':
      // Without the answer: nobody knows in which encoding it repeats a word (escaped JSON, an address, a page).
      return { outcome: 'failed', reason: hide(outcome.reason) };
  }
}

/** A text that was cut to a length may end with the first characters of a word. */
function withoutCut(text: string, word: string): string {
  for (let length = word.length - 1; length > 0; length--) {
    if (text.endsWith(word.slice(0, length))) return text.slice(0, -length) + hidden;
  }
  return text;
}
