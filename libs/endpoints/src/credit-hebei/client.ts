import { PlainEndpoint, type PlainOptions } from '../http/plain-endpoint';
import { creditHebeiFaults } from './checks';
import { creditHebeiMessage } from './payload';

/** The endpoint's name; stands in the outbox and in recorded facts for good. */
export const CREDIT_HEBEI = 'credit-hebei';

/** The Hebei node over plain HTTP, for trying things out. */
export class CreditHebeiClient extends PlainEndpoint {
  constructor(options: Pick<PlainOptions, 'url' | 'timeoutMs'>) {
    super({ name: CREDIT_HEBEI, saying: creditHebeiMessage, checking: creditHebeiFaults, ...options });
  }
}
