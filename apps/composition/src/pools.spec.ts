import { connectionsDefault, connectionsFrom } from './pools';

describe('connections to the database', () => {
  it('are as many as our defaults say', () => {
    expect(connectionsFrom({})).toEqual(connectionsDefault);
  });

  it('are as many as a deployment sets', () => {
    const environment = { QUERY_CONNECTIONS: '40', FOLLOWER_CONNECTIONS: '16', POLICY_CONNECTIONS: '4' };
    expect(connectionsFrom(environment)).toEqual({ queries: 40, followers: 16, policies: 4 });
  });

  it.each(['', '1', '0', '-3', '2.5', '1e2', 'many'])('are refused when they are no number from 2 on: "%s"', (text) => {
    expect(() => connectionsFrom({ FOLLOWER_CONNECTIONS: text })).toThrow(`FOLLOWER_CONNECTIONS is no number`);
  });
});
