import { readFileSync } from 'node:fs';
import {
  creditChinaHebeiMessage,
  type Checking,
  creditHebeiFaults,
  creditHebeiMessage,
  gsxtHebeiMessage,
  KeyFile,
  PlainEndpoint,
  PlainHoldings,
  type Saying,
  ServiceEndpoint,
  type Tls,
} from '@app/endpoints';
import { type BodyId, columnOf, fedColumn, type ReceivingBody, systemClock, whoIsToldWhat } from '@app/ledger';
import type { BodyHoldings, Endpoint } from '@app/outbox';
import { Logger } from '@nestjs/common';
import type { BodySettings, Mode } from './body-settings';

/** A body as this process tells it. */
export interface Body
  extends
    ReceivingBody,
    Pick<BodySettings, 'inParallel' | 'leaseMs' | 'askEveryMs'>,
    Partial<Pick<BodySettings, 'hours'>> {
  /** Undefined: what it is to be told waits. */
  readonly endpoint: Endpoint | undefined;
  /** All that it says it holds; absent: it cannot be asked, and is not reconciled. */
  readonly holdings?: BodyHoldings | undefined;
}

/** The words of each body. A further body is a line here, beside its folder and its column. */
const words: Readonly<Record<BodyId, Saying>> = {
  'credit-hebei': creditHebeiMessage,
  'credit-china-hebei': creditChinaHebeiMessage,
  'gsxt-hebei': gsxtHebeiMessage,
};

/** How a body is reached at an address, by mode. A further mode is a line here, and its name and settings in `body-settings.ts`. */
const reached: { readonly [M in Mode['mode']]: (way: Way<Extract<Mode, { readonly mode: M }>>) => Endpoint } = {
  http: ({ id, url }) => new PlainEndpoint({ name: id, saying: words[id], checking: checks[id], url }),
  service: ({ id, url, inParallel, mode: { keysFile, tlsCa, tlsCert, tlsKey } }) =>
    new ServiceEndpoint({
      name: id,
      saying: words[id],
      checking: checks[id],
      url,
      keys: new KeyFile(keysFile, (error) => {
        logger.warn(`the keys for ${id} in ${keysFile} could not be read anew: ${String(error)}`);
      }),
      tls: tlsFrom({ ca: tlsCa, cert: tlsCert, key: tlsKey }),
      connections: inParallel,
      now: () => systemClock.now().getTime(),
    }),
};

/** What each body would refuse, where its rules are known here. */
const checks: Readonly<Partial<Record<BodyId, Checking>>> = { 'credit-hebei': creditHebeiFaults };

interface Way<Chosen> {
  readonly id: BodyId;
  readonly url: string;
  readonly inParallel: number;
  readonly mode: Chosen;
}

const logger = new Logger('Bodies');

const isKnown = (id: string): id is BodyId => Object.hasOwn(words, id);

/** The bodies of the settings, with their columns of the table of who is told what. @throws on a body that nobody knows, and on a file that cannot be read */
export function bodiesOf(settings: readonly BodySettings[]): readonly Body[] {
  return settings.map(({ id, url, mode, fed, ...others }) => {
    if (!isKnown(id)) throw new Error(`BODIES: there is no body ${id}; known are ${Object.keys(words).join(', ')}`);
    const { inParallel } = others;
    return {
      id,
      column: fed ? fedColumn : columnOf(whoIsToldWhat, id),
      endpoint: url === undefined ? undefined : endpointOf({ id, url, inParallel, mode }),
      // Only the plain mode has a page of all that is held; a signed one is yet to come.
      holdings:
        url === undefined || mode.mode !== 'http' ? undefined : new PlainHoldings({ name: id, saying: words[id], url }),
      ...others,
    };
  });
}

function endpointOf<Chosen extends Mode>(way: Way<Chosen>): Endpoint {
  const reach = reached[way.mode.mode] as (way: Way<Chosen>) => Endpoint; // the one of this very mode
  return reach(way);
}

/** PEM files, read once. @throws when one cannot be read */
const tlsFrom = (files: Readonly<Record<keyof Tls, string | undefined>>): Tls =>
  Object.fromEntries(
    Object.entries(files).flatMap(([part, path]) => (path === undefined ? [] : [[part, readFileSync(path, 'utf8')]])),
  );
