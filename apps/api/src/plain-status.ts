import {
  AccessRecorder,
  type CalledRequest,
  type Caller,
  CreditStatusReader,
  type Reply,
  reply,
  sendsKey,
  type WrittenAnswer,
} from '@app/ledger';
import type { INestApplication } from '@nestjs/common';
import { describedRoute } from './route-table';

interface Request extends CalledRequest {
  readonly raw: { readonly url?: string };
  readonly params: unknown;
}
interface Sender extends Reply {
  type(contentType: string): Sender;
  send(answer: unknown): unknown;
}

/** As much of a Fastify route as it takes. */
export interface HandledRoute {
  readonly method: string | readonly string[];
  readonly url: string;
  handler: (this: never, request: never, reply: never) => unknown;
}

/** What `credit-status.controller.ts` says of the route; `plain-status.spec.ts` compares. Key and permission were asked for at the door. */
export const statusRoute = { method: 'GET', url: '/subjects/:uscc/status', permission: 'read-status' } as const;

/**
 * The one question that is asked again and again, a unit's status by all that is known, is answered past Nest's pipeline when
 * everything about it is plain: the address has no parameters and spells the code as it is kept, no key against doubling is sent, and there is no
 * personal text in the answer. It says what the route says otherwise, from the same reader, from memory or not. In every other case, and for
 * every refusal but that of the access record, the route itself is taken.
 */
export function plainStatus(app: INestApplication): (route: HandledRoute) => void {
  const statuses = app.get(CreditStatusReader, { strict: false });
  const accesses = app.get(AccessRecorder);
  const described = describedRoute(statusRoute.method, statusRoute.url);

  /** Who read it is on record before it leaves. Refusal: `cannot-record-access`. */
  function send(answer: WrittenAnswer, caller: Caller, { id: requestId, params }: Request, to: Sender): void {
    const { bytes, status, position } = answer;
    const shown = [{ subjectId: codeIn(params), status }];
    accesses.record({ caller, route: described, requestId, position, shown });
    reply(answer, to);
    void to.type('application/json; charset=utf-8').send(bytes); // a reply is thenable: Fastify would wait for what is sent already
  }

  return (route) => {
    if (route.method !== statusRoute.method || route.url !== statusRoute.url) return;
    const whole = route.handler;
    route.handler = function (request: Request, to: Sender) {
      const { caller } = request;
      if (!caller || !isPlain(request)) return whole.call(this, request as never, to as never);
      const uscc = codeIn(request.params);
      const remembered = statuses.rememberedOf(uscc);
      if (remembered) {
        send(remembered, caller, request, to);
        return undefined;
      }
      accesses.mayAnswer();
      statuses
        .writtenOf(uscc)
        .then((read) => {
          if (!read) return whole.call(this, request as never, to as never);
          send(read, caller, request, to);
          return undefined;
        })
        .catch((error: unknown) => to.send(error)); // as Fastify does with an error of a handler that it waits for
      return undefined;
    };
  };
}

const isPlain = (request: Request): boolean => request.raw.url?.includes('?') === false && !sendsKey(request);

const codeIn = (params: unknown): string => (params as { readonly uscc: string }).uscc;
