import { randomUUID } from 'node:crypto';
import type { Actor, Context } from '@app/event-store';
import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { derivedId, Refusal } from '../shared';
import type { Role } from './access-table';

/** The authenticated caller as the guard leaves it on the request. */
export type Caller = Actor & {
  readonly role: Role;
  /** Units whose papers this key may record beside those of its own; `*`: of every unit. */
  readonly recordsFor: readonly string[];
};

/** What this library needs to know of an HTTP request. */
export interface CalledRequest {
  readonly id: string;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  caller?: Caller;
}

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/**
 * The context of a command: actor, command id, request id. The command id comes of the header `Idempotency-Key` (a UUID), in a name
 * space of the unit and role that send it, so that nobody can give an id that another caller or the ledger derives; it is made up
 * when the header is absent. Refusal: `idempotency-key-invalid`.
 */
export function contextOf(request: CalledRequest): Context {
  const key = keySentBy(request);
  if (key !== undefined && (typeof key !== 'string' || !uuid.test(key))) {
    throw new Refusal('idempotency-key-invalid', {}, 'Idempotency-Key');
  }
  const { recordsFor, ...actor } = callerOf(request);
  const said = { actor, requestId: request.id, causeId: null, recordsFor };
  if (key === undefined) return { ...said, commandId: randomUUID() };
  const formerCommandId = key.toLowerCase();
  return { ...said, commandId: derivedId('caller', actor.unitCode, actor.role, formerCommandId), formerCommandId };
}

const keySentBy = ({ headers }: Pick<CalledRequest, 'headers'>): CalledRequest['headers'][string] =>
  headers['idempotency-key'];

/** Whether the header `Idempotency-Key` is there, rightly made or not. */
export const sendsKey = (request: Pick<CalledRequest, 'headers'>): boolean => keySentBy(request) !== undefined;

export function callerOf(request: CalledRequest): Caller {
  if (!request.caller) throw new Error('a route that needs a caller was reached without one');
  return request.caller;
}

const requestOf = (context: ExecutionContext): CalledRequest => context.switchToHttp().getRequest<CalledRequest>();

export const CommandContext = createParamDecorator((_: unknown, context: ExecutionContext) =>
  contextOf(requestOf(context)),
);
export const CurrentCaller = createParamDecorator((_: unknown, context: ExecutionContext) =>
  callerOf(requestOf(context)),
);
