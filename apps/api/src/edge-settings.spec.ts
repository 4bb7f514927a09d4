import { edgeSettingsFrom, edgeUnlimited } from './edge-settings';

describe('the settings of the edge', () => {
  it('have defaults, and none of how often for one machine', () => {
    expect(edgeSettingsFrom({})).toMatchObject({ perKey: 600_000, personsPerKey: 120, wrongKeys: 30, accessLog: true });
    expect(edgeSettingsFrom({}, edgeUnlimited)).toEqual(edgeUnlimited);
  });

  it('are read', () => {
    const environment = {
      MAX_CONNECTIONS: '7',
      BODY_SECONDS: '5',
      KEY_REQUESTS_PER_MINUTE: 'off',
      TRUSTED_PROXIES: ' 10.0.0.1, 10.0.0.2,',
      ACCESS_LOG: 'off',
    };
    expect(edgeSettingsFrom(environment)).toMatchObject({
      connectionsMax: 7,
      bodyMs: 5_000,
      perKey: undefined,
      trustedProxies: ['10.0.0.1', '10.0.0.2'],
      accessLog: false,
    });
  });

  it.each([
    ['KEY_REQUESTS_PER_MINUTE', '0'],
    ['KEY_REQUESTS_PER_MINUTE', ''],
    ['WRONG_KEYS_PER_MINUTE', '1e3'],
    ['BODY_SECONDS', 'off'],
    ['MAX_CONNECTIONS', '-1'],
    ['ACCESS_LOG', 'yes'],
  ])('are refused by name: %s=%s', (name, text) => {
    expect(() => edgeSettingsFrom({ [name]: text })).toThrow(name);
  });
});
