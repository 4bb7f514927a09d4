import { AccessRecorder, type Asked, type CalledRequest, type ShownIn, PUBLIC, SHOWS } from '@app/ledger';
import { type CallHandler, type ExecutionContext, Injectable, type NestInterceptor } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { FastifyRequest } from 'fastify';
import { map, type Observable } from 'rxjs';
import { describedRoute } from './route-table';

type Request = FastifyRequest & Pick<CalledRequest, 'caller'>;

/**
 * The one place where it goes on record who read what: behind the guard, around every route that is asked with GET. A route says what
 * its answer shows (`@Shows`, `@ShowsNobody`); one that says neither is not answered, so that none is forgotten. What is refused shows
 * nothing and is not on record.
 *
 * Refusal: `cannot-record-access`, before anything is looked up, and once more before the answer leaves.
 */
@Injectable()
export class AccessRecordInterceptor implements NestInterceptor {
  constructor(
    private readonly reflector: Reflector,
    private readonly accesses: AccessRecorder,
  ) {}

  intercept(context: ExecutionContext, next: CallHandler<unknown>): Observable<unknown> {
    const targets = [context.getHandler(), context.getClass()];
    const request = context.switchToHttp().getRequest<Request>();
    const shownIn = this.reflector.getAllAndOverride<ShownIn | null | undefined>(SHOWS, targets);
    if (shownIn === null || !isRead(request.method)) return next.handle();
    if (this.reflector.getAllAndOverride<boolean | undefined>(PUBLIC, targets)) return next.handle();
    const { caller, id: requestId } = request;
    const route = describedRoute(request.method, request.routeOptions.url ?? '');
    if (shownIn === undefined || !caller) throw new Error(`${route} does not say which subjects it shows`);
    this.accesses.mayAnswer();
    return next.handle().pipe(
      map((answer) => {
        const asked = { ...(request.params as Asked), ...(request.query as Asked) };
        const shown = shownIn(answer as never, asked);
        this.accesses.record({ caller, route, requestId, position: positionOf(answer), shown });
        return answer;
      }),
    );
  }
}

/** HEAD is GET without the answer, and says whether there is one. */
const isRead = (method: string): boolean => method === 'GET' || method === 'HEAD';

const positionOf = (answer: unknown): number | null =>
  typeof answer === 'object' && answer !== null && 'position' in answer && typeof answer.position === 'number'
    ? answer.position
    : null;
