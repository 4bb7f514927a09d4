import { UnknownEventVersion } from '@app/event-store';
import { type ArgumentsHost, Logger } from '@nestjs/common';
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
