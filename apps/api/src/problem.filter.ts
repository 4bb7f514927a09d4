import { CommandIdReused, EventNotUnderstood, EventRefused, LogUnavailable, TooManyConflicts } from '@app/event-store';
import { kindOf, messageOf, Refusal } from '@app/ledger';
import { isDriverTrouble } from '@app/projections';
import { type ArgumentsHost, Catch, type ExceptionFilter, HttpException, Logger } from '@nestjs/common';
import pg from 'pg';

/** RFC 9457, with a stable code, a Chinese sentence and the fields at fault. */
export interface Problem {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly code: string;
  readonly detail: string;
  readonly instance: string;
  readonly requestId: string;
  readonly fields: readonly { readonly field: string; readonly code: string; readonly message: string }[];
  readonly facts?: Readonly<Record<string, unknown>>;
}

type Said = Pick<Problem, 'status' | 'code' | 'detail'> & Partial<Pick<Problem, 'fields' | 'facts'>>;

const statusOf = { malformed: 400, 'not-found': 404, conflict: 409, rule: 422, unavailable: 503 } as const;

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
    if (said.status === 401) reply.header('www-authenticate', 'Bearer');
    const problem: Problem = {
      type: `urn:fire-credit-ledger:problem:${said.code}`,
      title: said.detail,
      instance: request.url.split('?')[0] ?? '',
      requestId: request.id,
      fields: [],
      ...said,
    };
    reply.status(said.status).type('application/problem+json').send(JSON.stringify(problem));
  };

  private say(error: unknown, requestId: string): Said {
    if (error instanceof Refusal) {
      const { code, field, facts } = error;
      const message = messageOf(error);
      const detail = field === undefined ? message : `${field}：${message}`;
      const fields = field === undefined ? [] : [{ field, code, message }];
      return { status: statusOf[kindOf(error)], code, detail, fields, facts };
    }
    if (error instanceof CommandIdReused)
      return { status: 409, code: 'command-id-reused', detail: messageOf(new Refusal('command-id-reused')) };
    if (error instanceof TooManyConflicts)
      return { status: 409, code: 'too-many-conflicts', detail: messageOf(new Refusal('too-many-conflicts')) };
    if (error instanceof EventRefused)
      return { status: 400, code: 'request-malformed', detail: '内容含有无法保存的字符' };
    if (error instanceof LogUnavailable || isDatabaseAway(error)) {
      this.logger.error(`${requestId}: ${error.message}`);
      return {
        status: 503,
        code: 'ledger-unavailable',
        detail: '台账暂时不可用，请稍后重试（重发不会重复记录）；没有答复不等于没有问题',
      };
    }
    if (error instanceof EventNotUnderstood) {
      this.logger.error(`${requestId}: ${error.message}`);
      return {
        status: 503,
        code: 'event-not-understood',
        detail: '台账中有本程序版本不能识别的记录，暂不能据以答复或者记录，请联系管理员；没有答复不等于没有问题',
      };
    }
    if (error instanceof HttpException) return sayHttp(error);
    if (isClientError(error))
      return {
        status: error.statusCode,
        code: clientCodes[error.statusCode] ?? 'request-malformed',
        detail: clientSayings[error.statusCode] ?? '请求格式不正确',
      };
    this.logger.error(`${requestId}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
    return { status: 500, code: 'internal-error', detail: '系统内部错误，已记录，请联系管理员' };
  }
}

const clientCodes: Readonly<Record<number, string>> = {
  404: 'not-found',
  413: 'body-too-large',
  415: 'media-type-unsupported',
};
const clientSayings: Readonly<Record<number, string>> = {
  404: '没有这个地址',
  413: '请求内容过大',
  415: '不支持的内容类型',
};

/**
 * The database could not be reached, went away or did not answer in time. From the database: SQLSTATE classes 08 (connection), 53
 * (resources) and 57 (shut down, cancelled), and a lock that was not to be had. Else socket errors by their codes, and the
 * driver's own.
 */
function isDatabaseAway(error: unknown): error is Error {
  if (!(error instanceof Error)) return false;
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  if (error instanceof pg.DatabaseError) return /^(08|53|57|55P03)/.test(code);
  return /^(ECONN|EPIPE|EHOST|ENET|ETIMEDOUT|ENOTFOUND|EAI_)/.test(code) || isDriverTrouble(error);
}

/** Errors of Fastify about the request itself carry a status below 500. */
function isClientError(error: unknown): error is { statusCode: number } {
  const status = error instanceof Error && 'statusCode' in error ? error.statusCode : undefined;
  return typeof status === 'number' && status >= 400 && status < 500;
}

const httpCodes: Readonly<Record<string, string>> = {
  'key-missing': '缺少访问密钥（Authorization: Bearer …）',
  'key-unknown': '访问密钥不存在或已停用',
  'not-allowed': '该角色无权进行此操作',
};

interface FieldError {
  readonly field: string;
  readonly code: string;
  readonly message: string;
}

function sayHttp(error: HttpException): Said {
  const status = error.getStatus();
  const body = error.getResponse();
  const fields = typeof body === 'object' && 'fields' in body ? (body.fields as FieldError[]) : [];
  const known = httpCodes[error.message];
  if (known) return { status, code: error.message, detail: known, fields };
  if (fields.length > 0) {
    return {
      status,
      code: 'request-malformed',
      detail: `请求字段不正确：${fields.map(({ field }) => field).join('、')}`,
      fields,
    };
  }
  return {
    status,
    code: clientCodes[status] ?? 'request-malformed',
    detail: clientSayings[status] ?? '请求格式不正确',
    fields,
  };
}
