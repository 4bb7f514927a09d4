import { CreditHebeiClient } from '@app/endpoints';
import { type BodyId, columnOf, type ReceivingBody, whoIsToldWhat } from '@app/ledger';
import type { Endpoint } from '@app/outbox';
import type { BodySettings } from './body-settings';

/** A body as this process tells it. */
export interface Body
  extends
    ReceivingBody,
    Pick<BodySettings, 'inParallel' | 'leaseMs' | 'askEveryMs'>,
    Partial<Pick<BodySettings, 'hours'>> {
  /** Undefined: what it is to be told waits. */
  readonly endpoint: Endpoint | undefined;
}

/** How each body is reached at an address. A further body is a line here, beside its folder and its column. */
const reached: Readonly<Record<BodyId, (url: string) => Endpoint>> = {
  'credit-hebei': (url) => new CreditHebeiClient({ url }),
};

const isKnown = (id: string): id is BodyId => Object.hasOwn(reached, id);

/** The bodies of the settings, with their columns of the table of who is told what. @throws on a body that nobody knows */
export function bodiesOf(settings: readonly BodySettings[]): readonly Body[] {
  return settings.map(({ id, url, ...others }) => {
    if (!isKnown(id)) throw new Error(`BODIES: there is no body ${id}; known are ${Object.keys(reached).join(', ')}`);
    return {
      id,
      column: columnOf(whoIsToldWhat, id),
      endpoint: url === undefined ? undefined : reached[id](url),
      ...others,
    };
  });
}
