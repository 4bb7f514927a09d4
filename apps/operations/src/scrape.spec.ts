import { Gauge, Registry } from 'prom-client';
import { scraped } from './scrape';

const aGauge = (registry: Registry, name: string, collect: () => number | Promise<number>) =>
  new Gauge({
    name,
    help: name,
    registers: [registry],
    async collect() {
      this.set(await collect());
    },
  });

describe('a scrape', () => {
  it('has every figure that can be had', async () => {
    const registry = new Registry();
    aGauge(registry, 'first', () => 1);
    aGauge(registry, 'second', () => Promise.resolve(2));
    const text = await scraped(registry);
    expect(text).toContain('\nfirst 1\n');
    expect(text).toContain('\nsecond 2\n');
    expect(text).not.toContain('ledger_scrape_failed{');
    expect(text.endsWith('\n')).toBe(true);
  });

  it('leaves out what fails or hangs, and says what', async () => {
    const registry = new Registry();
    aGauge(registry, 'fails', () => Promise.reject(new Error('the database is away')));
    aGauge(registry, 'hangs', () => new Promise<number>(() => undefined));
    aGauge(registry, 'well', () => 3);
    const text = await scraped(registry);
    expect(text).toContain('\nwell 3\n');
    expect(text).not.toMatch(/^fails/m);
    expect(text).toContain('ledger_scrape_failed{metric="fails"} 1');
    expect(text).toContain('ledger_scrape_failed{metric="hangs"} 1');
  });
});
