import type { Answer, Endpoint, Fault, Holding, LaterAnswer, Push, SentPush } from '@app/outbox';
import { GAPS, type PersonalData } from '@app/personal-data';

/**
 * An endpoint that opens personal text just before the wire, and lets none of it come back: the outcome is kept in rows and
 * events, and a receiving body may repeat what it was sent in its answer, at once or later.
 *
 * - A push whose text was erased is `rejected` with our own code `personal-data-erased`: it can never be sent again, so it stands
 *   still until a later message of its record mends or overtakes it.
 * - Text that cannot be read now (no master key here) is `failed`, and nothing arrived: the push waits. The others of its batch are sent.
 * - A later answer to a push whose text can no longer be read is taken without the body's words.
 */
export class RevealingEndpoint implements Endpoint {
  readonly name: string;
  readonly batch: number;
  readonly collect?: (sent: readonly SentPush[], signal: AbortSignal) => Promise<readonly LaterAnswer[]>;
  readonly askByKey?: (pushes: readonly Push[], signal: AbortSignal) => Promise<readonly Holding[]>;
  readonly faultsOf?: (push: Push) => Promise<readonly Fault[]>;

  constructor(
    private readonly endpoint: Endpoint,
    private readonly personal: Pick<PersonalData, 'reveal'>,
  ) {
    this.name = endpoint.name;
    this.batch = endpoint.batch ?? 1;
    if (endpoint.collect) this.collect = (sent, signal) => this.collectRevealed(sent, signal);
    if (endpoint.askByKey) this.askByKey = (pushes, signal) => this.askRevealed(pushes, signal);
    if (endpoint.faultsOf) this.faultsOf = (push) => this.faultsOfRevealed(push);
  }

  async send(pushes: readonly Push[], signal: AbortSignal): Promise<readonly Answer[]> {
    const opened = await Promise.all(pushes.map((push) => this.open(push)));
    const ready = opened.flatMap((one) => ('value' in one ? [one.value] : []));
    const said = ready.length === 0 ? [] : await this.endpoint.send(ready, signal);
    if (said.length !== ready.length) throw new Error(`${said.length} answers for ${ready.length} pushes`);
    const answers = new Map(ready.map(({ pushId }, index) => [pushId, said[index]]));
    return opened.map((one, index): Answer => {
      if (!('value' in one)) return one;
      const answer = answers.get(one.value.pushId) ?? { outcome: 'failed', reason: 'the endpoint gave no answer' };
      return hideIn(answer, wordsOf(pushes[index] ?? one.value, one.value));
    });
  }

  private async collectRevealed(sent: readonly SentPush[], signal: AbortSignal): Promise<readonly LaterAnswer[]> {
    const opened = await Promise.all(sent.map(({ push }) => this.open(push)));
    const known = new Map(sent.map(({ push }, index) => [push.pushId, { push, one: opened[index] }]));
    const later = (await this.endpoint.collect?.(sent, signal)) ?? [];
    return later.map(({ pushId, answer }): LaterAnswer => {
      const { push, one } = known.get(pushId) ?? {};
      if (!push || !one) return { pushId, answer: withoutAnyWords(answer) };
      if (!('value' in one)) return { pushId, answer: withoutAnyWords(answer) };
      return { pushId, answer: hideIn(answer, wordsOf(push, one.value)) };
    });
  }

  private async askRevealed(pushes: readonly Push[], signal: AbortSignal): Promise<readonly Holding[]> {
    const opened = await Promise.all(pushes.map((push) => this.open(push)));
    const said = (await this.endpoint.askByKey?.(pushes, signal)) ?? [];
    return said.map((holding, index): Holding => {
      const [push, one] = [pushes[index], opened[index]];
      return push && one && 'value' in one ? hideIn(holding, wordsOf(push, one.value)) : withoutAnyWords(holding);
    });
  }

  /** Of what cannot be opened nothing can be said here; sending it says why. */
  private async faultsOfRevealed(push: Push): Promise<readonly Fault[]> {
    const one = await this.open(push);
    if (!('value' in one)) return [];
    const words = wordsOf(push, one.value);
    const faults = (await this.endpoint.faultsOf?.(one.value)) ?? [];
    return faults.map((fault) => ({ ...fault, sentence: hideWords(fault.sentence, words) }));
  }

  /** The push with its personal text opened; or why it cannot be said. */
  private async open(push: Push): Promise<{ readonly value: Push } | Answer> {
    try {
      const { value, gaps } = await this.personal.reveal(push);
      if (gaps.has('personal-data-erased')) {
        return { outcome: 'rejected', code: 'personal-data-erased', message: GAPS['personal-data-erased'], fields: [] };
      }
      return gaps.size > 0 ? { outcome: 'failed', reason: 'personal-data-unreadable', arrived: 'no' } : { value };
    } catch (error) {
      return { outcome: 'failed', reason: error instanceof Error ? error.message : String(error), arrived: 'no' };
    }
  }
}

const hidden = '［个人信息］';

/** The texts that stand in `opened` where `sealed` has tokens, however deep. */
function wordsOf(sealed: Push, opened: Push): readonly string[] {
  return sealed === opened ? [] : textsThatDiffer(sealed.document, opened.document);
}

function textsThatDiffer(before: unknown, after: unknown): readonly string[] {
  if (typeof after === 'string') return after === '' || after === before ? [] : [after];
  if (typeof after !== 'object' || after === null) return [];
  const earlier = (typeof before === 'object' && before !== null ? before : {}) as Readonly<Record<string, unknown>>;
  return Object.entries(after).flatMap(([name, value]) => textsThatDiffer(earlier[name], value));
}

type Said = Answer | LaterAnswer['answer'] | Holding;

function hideIn<Some extends Said>(answer: Some, words: readonly string[]): Some {
  if (words.length === 0) return answer;
  return withTexts(answer, (text) => hideWords(text, words));
}

const hideWords = (text: string, words: readonly string[]): string =>
  words.reduce((left, word) => withoutCut(left.replaceAll(word, hidden), word), text);

/** Nobody knows which words to look for, so only codes are kept. */
const withoutAnyWords = <Some extends Said>(answer: Some): Some => withTexts(answer, () => hidden);

function withTexts<Some extends Said>(answer: Some, hide: (text: string) => string): Some {
  switch (answer.outcome) {
    case 'acknowledged':
    case 'sent':
    case 'processing':
    case 'absent':
      return answer; // receipts and references are the body's own, of printable ASCII
    case 'rejected':
      return { ...answer, message: hide(answer.message), fields: answer.fields.map(hide) };
    case 'lost':
      return { ...answer, reason: hide(answer.reason) };
    case 'failed':
    case 'unreadable':
      // Without the answer: nobody knows in which encoding it repeats a word (escaped JSON, an address, a page).
      return { ...answer, answer: undefined, reason: hide(answer.reason) };
  }
}

/** A text that was cut to a length may end with the first characters of a word. */
function withoutCut(text: string, word: string): string {
  for (let length = word.length - 1; length > 0; length--) {
    if (text.endsWith(word.slice(0, length))) return text.slice(0, -length) + hidden;
  }
  return text;
}
