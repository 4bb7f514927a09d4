import {
  CommandIdReused,
  EventRefused,
  EventTooLarge,
  LogUnavailable,
  TooManyConflicts,
  UnknownEventVersion,
  UnreadableEvent,
} from '@app/event-store';
import { Refusal } from '@app/ledger';
import {
  type ArgumentsHost,
  BadRequestException,
  Logger,
  NotFoundException,
  PayloadTooLargeException,
} from '@nestjs/common';
import pg from 'pg';
import { aPenaltyDecision } from '../../../test/support/ledger-events';
import { type Problem, ProblemFilter } from './problem.filter';

/** What a caller is told when `error` comes out of a handler. */
function toldOf(error: unknown): Problem & { headers: Record<string, string> } {
  let body = '';
  const headers: Record<string, string> = {};
  const reply = {
    sent: false,
    status: () => reply,
    type: () => reply,
    header: (name: string, value: string) => {
      headers[name] = value;
      return reply;
    },
    send: (text: string) => (body = text),
  };
  const request = { id: 'request-1', url: '/subjects/91131002MABBQNQG8X/status?validAt=2026-04-01' };
  const http = { getRequest: () => request, getResponse: () => reply };
  new ProblemFilter().catch(error, { switchToHttp: () => http } as unknown as ArgumentsHost);
  return { ...(JSON.parse(body) as Problem), headers };
}

describe('a log that this program does not understand', () => {
  it('is no all-clear: cannot answer, said without what stands in the log', () => {
    const logged = jest.spyOn(Logger.prototype, 'error').mockImplementation();
    const event = { ...aPenaltyDecision(), typeVersion: 7 };

    const told = toldOf(new UnknownEventVersion(event, event));

    expect(told).toMatchObject({
      status: 503,
      code: 'event-not-understood',
      fields: [],
      headers: { 'retry-after': '2' },
    });
    expect(told.detail).toContain('没有答复不等于没有问题');
    expect(logged).toHaveBeenCalledWith(expect.stringContaining('PenaltyDecisionRecorded version 7'));
    expect(JSON.stringify(told)).not.toContain('PenaltyDecisionRecorded');
  });
});

describe('a log in which something was deleted, or foreign', () => {
  it('is no fault of the program: said by a code of its own, and the way out in the log of the process', () => {
    const logged = jest.spyOn(Logger.prototype, 'error').mockImplementation();

    const told = toldOf(new UnreadableEvent('ledger.penaltyDecision-1', 'events of it are gone: restore a backup'));

    expect(told).toMatchObject({ status: 503, code: 'event-unreadable', fields: [] });
    expect(told.detail).toContain('请联系管理员按运行日志所述处理');
    expect(logged).toHaveBeenCalledWith(expect.stringContaining('events of it are gone: restore a backup'));
    expect(JSON.stringify(told)).not.toContain('penaltyDecision-1');
  });
});

describe('an outage of the database', () => {
  const coded = (error: Error, code: string) => Object.assign(error, { code });
  const fromDatabase = (code: string, message = 'said by PostgreSQL') =>
    coded(new pg.DatabaseError(message, message.length, 'error'), code);
  beforeEach(() => jest.spyOn(Logger.prototype, 'error').mockImplementation());

  it.each([
    ['a connection that could not be made', fromDatabase('08006')],
    ['too many connections', fromDatabase('53300')],
    ['a disk that is full', fromDatabase('53100')],
    ['a password that is none any more', fromDatabase('28P01')],
    ['a database that is not there', fromDatabase('3D000')],
    ['a server that takes no writes', fromDatabase('25006')],
    ['a disk that cannot be read', fromDatabase('58030')],
    ['a database that shuts down', fromDatabase('57P01')],
    ['a statement that took too long', fromDatabase('57014')],
    ['a lock that was not to be had', fromDatabase('55P03')],
    ['a port nobody listens on', coded(new Error('connect ECONNREFUSED'), 'ECONNREFUSED')],
    ['both addresses of a host refused', coded(new AggregateError([]), 'ECONNREFUSED')],
    ['a name nobody knows', coded(new Error('getaddrinfo EAI_AGAIN'), 'EAI_AGAIN')],
    ['a pool without a free connection', new Error('timeout exceeded when trying to connect')],
    ['a query without an answer', new Error('Query read timeout')],
    ['a connection that ended under us', new Error('Connection terminated unexpectedly')],
  ])('is known by class and code: %s', (_what, error) => {
    expect(toldOf(error)).toMatchObject({ status: 503, code: 'ledger-unavailable', headers: { 'retry-after': '2' } });
  });

  it.each([
    ['a fault of ours that speaks of a connection', new Error('no connection between the paper and its decision')],
    ['a fault of ours that speaks of a timeout', new TypeError('timeoutMs is not a number')],
    ['a constraint whose name does', fromDatabase('23514', 'violates check constraint "connection_timeout"')],
    ['a file that is not there', coded(new Error('ENOENT: no such file: connection.json'), 'ENOENT')],
  ])('is not what only sounds like one: %s', (_what, error) => {
    expect(toldOf(error)).toMatchObject({ status: 500, code: 'internal-error' });
  });
});

describe('what goes wrong', () => {
  const append = new Error('cut');
  const nul = Object.assign(new pg.DatabaseError('invalid byte sequence for encoding "UTF8": 0x00', 60, 'error'), {
    code: '22021',
  });

  it.each<[string, unknown, object]>([
    [
      'a refusal of a field',
      new Refusal('date-in-future', { today: '2026-05-13' }, 'decidedOn'),
      {
        status: 400,
        code: 'date-in-future',
        title: 'decidedOn：日期晚于今天（2026-05-13）',
        detail: 'decidedOn：日期晚于今天（2026-05-13）',
        type: 'urn:fire-credit-ledger:problem:date-in-future',
        instance: '/subjects/91131002MABBQNQG8X/status',
        fields: [{ field: 'decidedOn', code: 'date-in-future', message: '日期晚于今天（2026-05-13）' }],
        facts: { today: '2026-05-13' },
      },
    ],
    ['a key that is missing', new Refusal('key-missing'), { status: 401, code: 'key-missing' }],
    ['a role that may not', new Refusal('not-allowed'), { status: 403, code: 'not-allowed' }],
    ['others who kept writing first', new TooManyConflicts('x-1'), { status: 409, code: 'too-many-conflicts' }],
    ['a command id of another command', new CommandIdReused('1'), { status: 409, code: 'command-id-reused' }],
    [
      'more than an event may have',
      new EventTooLarge('x-1', 262_145),
      { status: 413, code: 'event-too-large', facts: { max: 262_144 }, fields: [] },
    ],
    [
      'what the store cannot hold',
      new EventRefused('x-1', append),
      { status: 400, code: 'request-malformed', detail: '请求格式不正确：含有无法保存的内容' },
    ],
    [
      'a question about a text that no column holds',
      nul,
      { status: 400, code: 'request-malformed', detail: '请求格式不正确：含有无法保存的内容' },
    ],
    ['a route that is not there', new NotFoundException(), { status: 404, code: 'not-found', detail: '没有这个地址' }],
    ['a body that is too large', new PayloadTooLargeException(), { status: 413, code: 'body-too-large' }],
    [
      'fields at fault',
      new BadRequestException({ fields: [{ field: 'a', code: 'required', message: '必填，不能为空' }] }),
      {
        status: 400,
        code: 'request-malformed',
        detail: '请求格式不正确：a',
        fields: [{ field: 'a', code: 'required' }],
      },
    ],
  ])('%s', (_what, error, told) => {
    expect(toldOf(error)).toMatchObject(told);
  });

  it('asks for a key, and for patience', () => {
    jest.spyOn(Logger.prototype, 'error').mockImplementation();
    expect(toldOf(new Refusal('key-unknown')).headers).toEqual({ 'www-authenticate': 'Bearer' });
    expect(toldOf(new LogUnavailable(append))).toMatchObject({
      status: 503,
      code: 'ledger-unavailable',
      headers: { 'retry-after': '2' },
    });
  });

  it('is a fault of ours when nobody knows it, and says nothing of it', () => {
    const logged = jest.spyOn(Logger.prototype, 'error').mockImplementation();
    const told = toldOf(new TypeError('secret'));
    expect(told).toMatchObject({ status: 500, code: 'internal-error' });
    expect(JSON.stringify(told)).not.toContain('secret');
    expect(logged).toHaveBeenCalledWith(expect.stringContaining('secret'));
  });
});
