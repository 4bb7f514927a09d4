import { setTimeout as sleep } from 'node:timers/promises';
import rateLimit from '@fastify/rate-limit';
import { type ApiKeys, type CalledRequest, type Caller, INTAKE_PATH, mayDo, Refusal } from '@app/ledger';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { EdgeSettings } from './edge-settings';
import { log } from '../../composition/src/logger';
import { hasBody, judgeBody } from './request-body';
import { keyOf, type RouteRule } from './route-table';
import { slowBodyEnds } from './slow-body';

const minuteMs = 60_000;
const wrongKeyWaitMs = 1_000;
const personsRoute = 'POST /persons/status';

/** Describes itself: it is no route of a controller, and open to everybody. */
export const DESCRIPTION_PATH = '/openapi.json';

type Called = FastifyRequest & Pick<CalledRequest, 'caller'>;
type Counter = ReturnType<FastifyInstance['createRateLimit']>;

/** What the door needs to know. */
export interface Door {
  readonly keys: ApiKeys;
  readonly settings: EdgeSettings;
  readonly routes: ReadonlyMap<string, RouteRule>;
  readonly closing: () => boolean;
}

/**
 * Sees every request first, before any of its body is read: who asks, whether the role may, how often, and what is to come.
 *
 * Refusals, in this order: `ledger-stopping`; `not-found`; `key-missing`, `key-unknown`; `too-many-requests` {retryAfterSeconds};
 * `not-allowed`; those of `judgeBody`.
 */
export async function keepDoor(fastify: FastifyInstance, { keys, settings, routes, closing }: Door): Promise<void> {
  await fastify.register(rateLimit, { global: false });
  const counter = (max: number | undefined, keyGenerator: (request: FastifyRequest) => string): Counter | undefined =>
    max === undefined ? undefined : fastify.createRateLimit({ max, timeWindow: minuteMs, keyGenerator });
  const ofAddress = counter(settings.perAddress, ({ ip }) => ip);
  const ofKey = counter(settings.perKey, keyOfCaller);
  const ofPersons = counter(settings.personsPerKey, keyOfCaller);
  const ofWrongKeys = counter(settings.wrongKeys, ({ ip }) => ip);

  fastify.addHook('onRequest', async (request: Called, reply) => {
    if (closing()) {
      void reply.header('connection', 'close');
      throw new Refusal('ledger-stopping');
    }
    const { url = '' } = request.routeOptions;
    const name = keyOf(request.method, url);
    const rule = routes.get(name);
    if (rule === undefined && (request.is404 || url !== DESCRIPTION_PATH)) {
      if (ofAddress) mustBeWithin(await ofAddress(request));
      throw new Refusal('not-found');
    }
    if (rule?.permission === undefined) {
      if (ofAddress) mustBeWithin(await ofAddress(request));
      request.caller = await knownCaller(request);
    } else {
      request.caller = keys.rememberedCallerOf(bearerIn(request)) ?? (await callerOf(request));
      if (ofKey) mustBeWithin(await ofKey(request));
      if (!mayDo(request.caller.role, rule.permission)) throw new Refusal('not-allowed');
      if (ofPersons && name === personsRoute) mustBeWithin(await ofPersons(request));
    }
    if (!hasBody(request)) return;
    if (rule) judgeBody(request, rule);
    if (url !== `/${INTAKE_PATH}`) slowBodyEnds(request, reply, settings.bodyMs);
  });

  /** Somebody, or a refusal. */
  async function callerOf(request: FastifyRequest): Promise<Caller> {
    const key = bearerIn(request);
    const caller = key === '' ? undefined : await keys.callerOf(key);
    if (caller) return caller;
    if (ofAddress) mustBeWithin(await ofAddress(request));
    if (key === '') throw new Refusal('key-missing');
    await noteWrongKey(request);
    throw new Refusal('key-unknown');
  }

  /** Somebody may be trying keys: the log says from where, and after too many of them each answer comes late instead. */
  async function noteWrongKey(request: FastifyRequest): Promise<void> {
    const { ip: address, method, id: requestId } = request;
    const counted = await ofWrongKeys?.(request);
    if (counted && isExceeded(counted)) await sleep(wrongKeyWaitMs);
    else log.warn({ requestId, address, method, route: request.routeOptions.url }, 'a key that nobody has');
  }

  /** On an open route a key may be shown all the same; a wrong one is as good as none. */
  async function knownCaller(request: FastifyRequest): Promise<Caller | undefined> {
    const key = bearerIn(request);
    return key === '' ? undefined : keys.callerOf(key).catch(() => undefined); // while nobody can look it up, nobody is known
  }
}

type Counted = Awaited<ReturnType<Counter>>;

const isExceeded = (counted: Counted): boolean => !counted.isAllowed && counted.isExceeded;

function mustBeWithin(counted: Counted): void {
  if (counted.isAllowed || !counted.isExceeded) return;
  throw new Refusal('too-many-requests', { retryAfterSeconds: Math.max(1, counted.ttlInSeconds) });
}

/** By its fingerprint: callers are known before they are counted. */
const keyOfCaller = ({ caller }: Called): string => caller?.key ?? '';

/** The key in `Authorization: Bearer KEY`; empty: none, or not said like this. */
function bearerIn({ headers: { authorization } }: FastifyRequest): string {
  return /^Bearer\s+(\S+)$/i.exec(authorization?.trim() ?? '')?.[1] ?? '';
}
