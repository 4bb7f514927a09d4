import { settingsFrom, tracingFrom } from './settings';

const needed = { DATABASE_URL: 'postgres://ledger@127.0.0.1/ledger' };

describe('what may be remembered of dossiers', () => {
  it('is 128 MiB unless said otherwise, and may be nothing', () => {
    expect(settingsFrom(needed).dossierMemoryBytes).toBe(128 * 1_048_576);
    expect(settingsFrom({ ...needed, DOSSIER_MEMORY_MB: '0' }).dossierMemoryBytes).toBe(0);
  });

  it.each(['', '-1', '1.5', '1GB', '65537'])('must be megabytes: %j stops the process from starting', (text) => {
    expect(() => settingsFrom({ ...needed, DOSSIER_MEMORY_MB: text })).toThrow(
      `DOSSIER_MEMORY_MB is no number of megabytes from 0 to 65536: ${text}`,
    );
  });
});

describe('how old an answer may be', () => {
  it('is 15 s unless said otherwise', () => {
    expect(settingsFrom(needed).staleAfterMs).toBe(15_000);
    expect(settingsFrom({ ...needed, STALE_AFTER_MS: '60000' }).staleAfterMs).toBe(60_000);
  });

  it.each(['15s', '', '0', '-1', '1.5', 'NaN'])('must be milliseconds: %j stops the process from starting', (text) => {
    expect(() => settingsFrom({ ...needed, STALE_AFTER_MS: text })).toThrow(
      `STALE_AFTER_MS is no number of milliseconds: ${text}`,
    );
  });
});

describe('the logins', () => {
  it('are one for each work, or the one that is given', () => {
    expect(settingsFrom(needed).logins).toEqual({ api: needed.DATABASE_URL });
    expect(settingsFrom({ DATABASE_WORKER_URL: 'postgres://w@h/l' }).logins).toMatchObject({
      worker: 'postgres://w@h/l',
    });
    expect(() => settingsFrom({})).toThrow('DATABASE_URL is not set');
  });

  it('are never the owner’s: a process that has it in its environment does not start', () => {
    expect(() => settingsFrom({ ...needed, DATABASE_OWNER_URL: needed.DATABASE_URL })).toThrow(
      'DATABASE_OWNER_URL is set: a serving process must not have it',
    );
  });
});

describe('the port', () => {
  it('is 3000 unless said otherwise, and 0 for any that is free', () => {
    expect(settingsFrom(needed).port).toBe(3000);
    expect(settingsFrom({ ...needed, PORT: '0' }).port).toBe(0);
  });

  it.each(['abc', '', ' ', '65536', '-1', '3e3', '0x10', '3000.0'])('must be one: %j', (text) => {
    expect(() => settingsFrom({ ...needed, PORT: text })).toThrow(`PORT is no number from 0 to 65535: ${text}`);
  });
});

describe('tracing', () => {
  it('is off unless somebody is to be told, and then says whom and how', () => {
    expect(tracingFrom({})).toBeUndefined();
    expect(tracingFrom({ OTEL_EXPORTER_OTLP_ENDPOINT: '' })).toBeUndefined();
    expect(
      tracingFrom({
        OTEL_EXPORTER_OTLP_ENDPOINT: 'http://collector:4318',
        OTEL_EXPORTER_OTLP_HEADERS: 'authorization=Basic%20abc==, x-scope=ledger',
        OTEL_SERVICE_NAME: 'api',
      }),
    ).toEqual({
      endpoint: 'http://collector:4318',
      serviceName: 'api',
      headers: { authorization: 'Basic abc==', 'x-scope': 'ledger' },
    });
  });

  it.each([
    { OTEL_EXPORTER_OTLP_ENDPOINT: 'collector:4318' },
    { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://collector:4318', OTEL_EXPORTER_OTLP_HEADERS: 'authorization' },
  ])('refuses %j', (environment) => {
    expect(() => tracingFrom(environment)).toThrow('OTEL_EXPORTER_OTLP_');
  });
});
