import { LogUnavailable, TooManyConflicts } from '@app/event-store';
import pg from 'pg';
import { isTheEventsFault, NotTheEventsFault } from './whose-fault';

const fromDatabase = (code: string) => Object.assign(new pg.DatabaseError('said by PostgreSQL', 20, 'error'), { code });
const fromNetwork = Object.assign(new Error('connect ECONNREFUSED 127.0.0.1:5432'), {
  code: 'ECONNREFUSED',
  syscall: 'connect',
});

describe('an event is to blame', () => {
  it.each([
    ['a value out of range', fromDatabase('22003')],
    ['a character no text can hold', fromDatabase('22P05')],
    ['a constraint', fromDatabase('23514')],
    ['an index entry that is too large', fromDatabase('54000')],
    ['our own code that does not understand it', new TypeError('undefined is not a function')],
  ])('for %s', (_, error) => {
    expect(isTheEventsFault(error)).toBe(true);
  });
});

describe('no event is to blame', () => {
  it.each([
    ['a lost connection', fromDatabase('08006')],
    ['a deadlock', fromDatabase('40P01')],
    ['a serialization failure', fromDatabase('40001')],
    ['a missing table', fromDatabase('42P01')],
    ['a missing right', fromDatabase('42501')],
    ['a full disk', fromDatabase('53100')],
    ['a lock that was not to be had', fromDatabase('55P03')],
    ['a statement that took too long', fromDatabase('57014')],
    ['a database that shuts down', fromDatabase('57P01')],
    ['a database that broke', fromDatabase('XX000')],
    ['the network', fromNetwork],
    ['a connection that ended under us', new Error('Connection terminated unexpectedly')],
    ['a pool without a free connection', new Error('timeout exceeded when trying to connect')],
    ['a query without an answer', new Error('Query read timeout')],
    ['a log that does not answer', new LogUnavailable(new Error('no'))],
    ['others who keep writing to the same stream', new TooManyConflicts('s')],
    ['another read model that lags', new NotTheEventsFault('the register stands at 3')],
    ['something that is no error at all', 'no'],
  ])('for %s', (_, error) => {
    expect(isTheEventsFault(error)).toBe(false);
  });
});
