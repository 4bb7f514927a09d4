import { Refusal } from '@app/ledger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { ProblemFilter } from './problem.filter';

/** After an answer that did not wait for the body, so long may the rest of it come, to be thrown away: the sender reads its answer then. */
const lingerMs = 5_000;
/** … and in so many pieces: a body in crumbs costs much and says little. */
const piecesMax = 2_000;

/** Ends a request whose body has not come in time: 408 `request-timed-out`, and the connection closed. */
export function slowBodyEnds(request: FastifyRequest, reply: FastifyReply, bodyMs: number): void {
  const timer = setTimeout(() => {
    if (request.raw.complete) return;
    void reply.header('connection', 'close');
    new ProblemFilter().answer(new Refusal('request-timed-out'), request, reply);
  }, bodyMs);
  const forget = (): void => {
    clearTimeout(timer);
  };
  request.raw.once('end', forget);
  request.raw.once('close', forget);
}

/** Closes a connection on which the rest of an answered request does not come to an end. */
export function closeUnread({ raw }: FastifyRequest): void {
  if (raw.complete || raw.readableEnded) return;
  const timer = setTimeout(() => raw.destroy(), lingerMs).unref();
  let pieces = 0;
  raw.on('data', () => {
    pieces += 1;
    if (pieces > piecesMax) raw.destroy();
  });
  const forget = (): void => {
    clearTimeout(timer);
  };
  raw.once('end', forget);
  raw.once('close', forget);
}
