import { AccessRecorder, type CalledRequest, CreditStatusReader } from '@app/ledger';
import type { INestApplication } from '@nestjs/common';
import { describedRoute } from './route-table';

interface Request extends CalledRequest {
  readonly id: string;
  readonly raw: { readonly url?: string };
  readonly params: unknown;
}
interface Reply {
  type(contentType: string): Reply;
  send(text: string): unknown;
}

/** As much of a Fastify route as it takes. */
export interface HandledRoute {
  readonly method: string | readonly string[];
  readonly url: string;
  handler: (this: never, request: never, reply: never) => unknown;
}

/** What `credit-status.controller.ts` says of the route; `remembered-status.spec.ts` compares. Key and permission were asked for at the door. */
export const statusRoute = { method: 'GET', url: '/subjects/:uscc/status', permission: 'read-status' } as const;

/**
 * The one question that is asked again and again, a unit's status by all that is known, is answered past Nest's pipeline when
 * everything about it is plain: the address has no parameters, and an answer is remembered that holds no personal text. It says what the route says otherwise, from the same reader. In every
 * other case, and for every refusal, the route itself is taken.
 */
export function rememberedStatus(app: INestApplication): (route: HandledRoute) => void {
  const statuses = app.get(CreditStatusReader, { strict: false });
  const accesses = app.get(AccessRecorder);
  const described = describedRoute(statusRoute.method, statusRoute.url);

  /** Who read it is on record before it leaves; where it cannot be, the route itself says so. */
  function textFor({ caller, id: requestId, params, raw: { url } }: Request): string | undefined {
    if (!caller || url?.includes('?') !== false) return undefined;
    const { uscc: subjectId } = params as { readonly uscc: string };
    const remembered = statuses.rememberedOf(subjectId);
    if (!remembered) return undefined;
    const { text, status, position } = remembered;
    accesses.record({ caller, route: described, requestId, position, shown: [{ subjectId, status }] });
    return text;
  }

  return (route) => {
    if (route.method !== statusRoute.method || route.url !== statusRoute.url) return;
    const whole = route.handler;
    route.handler = function (request: Request, reply: Reply) {
      const text = textFor(request);
      if (text === undefined) return whole.call(this, request as never, reply as never);
      void reply.type('application/json; charset=utf-8').send(text); // a reply is thenable: Fastify would wait for what is sent already
      return undefined;
    };
  };
}
