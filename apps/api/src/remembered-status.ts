import { ApiKeys, type CalledRequest, CreditStatusReader, mayDo } from '@app/ledger';
import type { INestApplication } from '@nestjs/common';
import { bearerIn } from './access.guard';

interface Request extends CalledRequest {
  readonly raw: { readonly url?: string };
  readonly params: unknown;
}
interface Reply {
  type(contentType: string): Reply;
  send(text: Buffer): unknown;
}

/** As much of a Fastify route as it takes. */
export interface HandledRoute {
  readonly method: string | readonly string[];
  readonly url: string;
  handler: (this: never, request: never, reply: never) => unknown;
}

/** What `credit-status.controller.ts` says of the route; `remembered-status.spec.ts` compares. */
export const statusRoute = { method: 'GET', url: '/subjects/:uscc/status', permission: 'read-status' } as const;

/**
 * The one question that is asked again and again, a unit's status by all that is known, is answered past Nest's pipeline when
 * everything about it is plain: the caller's key was looked up within the last seconds and may ask, the address has no parameters, and an
 * answer is remembered that holds no personal text. It says what the route says otherwise, from the same reader. In every
 * other case, and for every refusal, the route itself is taken.
 */
export function rememberedStatus(app: INestApplication): (route: HandledRoute) => void {
  const keys = app.get(ApiKeys);
  const statuses = app.get(CreditStatusReader, { strict: false });

  function textFor(request: Request): Buffer | undefined {
    const key = bearerIn(request);
    const caller = key === undefined ? undefined : keys.rememberedCallerOf(key);
    if (!caller || !mayDo(caller.role, statusRoute.permission) || request.raw.url?.includes('?') !== false)
      return undefined;
    request.caller = caller;
    return statuses.rememberedTextOf((request.params as { readonly uscc: string }).uscc);
  }

  return (route) => {
    if (route.method !== statusRoute.method || route.url !== statusRoute.url) return;
    const whole = route.handler;
    route.handler = function (request: Request, reply: Reply) {
      const text = textFor(request);
      if (text === undefined) return whole.call(this, request as never, reply as never);
      return reply.type('application/json; charset=utf-8').send(text);
    };
  };
}
