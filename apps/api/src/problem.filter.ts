import {
  CommandIdReused,
  EventNotUnderstood,
  EventRefused,
  EventTooLarge,
  LogUnavailable,
  TooManyConflicts,
  UnreadableEvent,
} from '@app/event-store';
import { kindOf, messageOf, Refusal, type RefusalCode, refusalOfEvent, type RefusalKind } from '@app/ledger';
import { type ArgumentsHost, Catch, type ExceptionFilter, HttpException, Logger } from '@nestjs/common';
import pg from 'pg';
import { isDatabaseAway } from '../../composition/src/database-away';

/** RFC 9457, with a stable code, a Chinese sentence and the fields at fault. */
export interface Problem {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly code: RefusalCode;
  readonly detail: string;
  readonly instance: string;
  readonly requestId: string;
  readonly fields: readonly { readonly field: string; readonly code: RefusalCode; readonly message: string }[];
  readonly facts?: Readonly<Record<string, unknown>>;
}

type Said = Pick<Problem, 'status' | 'code' | 'detail'> & Partial<Pick<Problem, 'fields' | 'facts'>>;

/** The status that goes with a kind of no. */
export const statusOf: Readonly<Record<RefusalKind, number>> = {
  malformed: 400,
  unauthenticated: 401,
  forbidden: 403,
  'not-found': 404,
  conflict: 409,
  'too-slow': 408,
  'too-large': 413,
  unsupported: 415,
  rule: 422,
  'too-often': 429,
  'headers-too-large': 431,
  fault: 500,
  unavailable: 503,
};

/** As much of Fastify's request and reply as is needed here. */
interface Request {
  readonly id: string;
  readonly url: string;
}
interface Reply {
  readonly sent: boolean;
  status(code: number): Reply;
  type(mediaType: string): Reply;
  header(name: string, value: string): Reply;
  send(body: string): unknown;
  /** What was refused, for who counts answers. */
  refusal?: string;
}

/** As many faults as anybody reads at once; an answer is never longer than the request that it is about. */
const faultsMax = 50;

/** What a no looks like to the caller. */
export function problemOf(said: Refusal | Said, { id, url }: Request): Problem {
  const told = said instanceof Refusal ? sayRefusal(said) : said;
  return {
    type: `urn:fire-credit-ledger:problem:${told.code}`,
    title: told.detail,
    instance: url.split('?')[0] ?? '',
    requestId: id,
    fields: [],
    ...told,
  };
}

/** The one place where a no, or a fault of ours, becomes an HTTP answer. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  private readonly logger = new Logger('Problem');

  catch(error: unknown, host: ArgumentsHost): void {
    this.answer(error, host.switchToHttp().getRequest<Request>(), host.switchToHttp().getResponse<Reply>());
  }

  /** Also for what Fastify refuses before there is a route, such as an address that cannot be decoded. */
  readonly answer = (error: unknown, request: Request, reply: Reply): void => {
    const said = this.say(error, request.id);
    if (reply.sent) return;
    if (said.status === 503) reply.header('retry-after', '2');
    const after = said.facts?.retryAfterSeconds;
    if (typeof after === 'number') reply.header('retry-after', String(after));
    if (said.status === 401) reply.header('www-authenticate', 'Bearer');
    const problem = problemOf(said, request);
    reply.refusal = problem.code;
    reply.status(said.status).type('application/problem+json').send(JSON.stringify(problem));
  };

  private say(error: unknown, requestId: string): Said {
    if (error instanceof Refusal) return sayRefusal(error);
    if (error instanceof CommandIdReused) return sayRefusal(new Refusal('command-id-reused'));
    if (error instanceof TooManyConflicts) return sayRefusal(new Refusal('too-many-conflicts'));
    if (error instanceof EventTooLarge) return sayRefusal(refusalOfEvent(error));
    if (error instanceof EventRefused || isTextNobodyHolds(error))
      return sayMalformed(400, [], messageOf(new Refusal('record-not-storable')));
    if (error instanceof LogUnavailable || isDatabaseAway(error)) {
      this.logger.error(`${requestId}: ${error.message}`);
      return sayRefusal(new Refusal('ledger-unavailable'));
    }
    if (error instanceof EventNotUnderstood) {
      this.logger.error(`${requestId}: ${error.message}`);
      return sayRefusal(new Refusal('event-not-understood'));
    }
    if (error instanceof UnreadableEvent) {
      this.logger.error(`${requestId}: ${error.message}`);
      return sayRefusal(new Refusal('event-unreadable'));
    }
    if (error instanceof HttpException) return sayStatus(error.getStatus(), fieldsOf(error));
    if (isClientError(error)) return sayStatus(error.statusCode, []);
    this.logger.error(`${requestId}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
    return sayRefusal(new Refusal('internal-error'));
  }
}

type FieldError = Problem['fields'][number];

function sayRefusal(refusal: Refusal): Said {
  const { code, field, facts } = refusal;
  const message = messageOf(refusal);
  const status = statusOf[kindOf(refusal)];
  if (field === undefined) return { status, code, detail: message, facts };
  return { status, code, detail: `${field}：${message}`, fields: [{ field, code, message }], facts };
}

/** Statuses with which Fastify and Nest refuse a request before our code has seen it; all others are malformed. */
const codeOfStatus: Readonly<Record<number, RefusalCode>> = {
  404: 'not-found',
  408: 'request-timed-out',
  413: 'body-too-large',
  415: 'media-type-unsupported',
};

function sayStatus(status: number, fields: readonly FieldError[]): Said {
  const code = codeOfStatus[status];
  if (code === undefined) return sayMalformed(status, fields, fields.map(({ field }) => field).join('、'));
  return { status, code, detail: messageOf({ code, facts: {} }), fields };
}

function sayMalformed(status: number, fields: readonly FieldError[], what: string): Said {
  const malformed = new Refusal('request-malformed');
  const detail = messageOf(malformed);
  return { status, code: malformed.code, detail: what === '' ? detail : `${detail}：${what}`, fields };
}

/** The fields at fault, as `validation` found them; the first of them when there are too many to read. */
function fieldsOf(error: HttpException): readonly FieldError[] {
  const body = error.getResponse();
  const fields = typeof body === 'object' && 'fields' in body ? (body.fields as readonly FieldError[]) : [];
  return fields.slice(0, faultsMax);
}

/** PostgreSQL holds no NUL in a text, so a question with one in it can be about nothing (SQLSTATE 22021). */
const isTextNobodyHolds = (error: unknown): boolean => error instanceof pg.DatabaseError && error.code === '22021';

/** Errors of Fastify about the request itself carry a status below 500. */
function isClientError(error: unknown): error is { statusCode: number } {
  const status = error instanceof Error && 'statusCode' in error ? error.statusCode : undefined;
  return typeof status === 'number' && status >= 400 && status < 500;
}
