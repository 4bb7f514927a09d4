import { Gauge, Registry } from 'prom-client';

/** What counts must answer within this, or is left out of the scrape: below the ten seconds of a scraper. Our default. */
const limitMs = 3_000;

/**
 * The text of a registry, without what cannot be had now: a database that is away takes no figure of the process itself along. What is
 * left out is said by `ledger_scrape_failed`; why, where health is looked at.
 */
export async function scraped(registry: Registry): Promise<string> {
  const names = registry.getMetricsAsArray().map(({ name }) => name);
  const texts = await Promise.all(names.map((name) => within(registry.getSingleMetricAsString(name))));
  const itself = new Registry();
  const failed = new Gauge({
    name: 'ledger_scrape_failed',
    help: '1: this metric could not be had for this scrape',
    labelNames: ['metric'],
    registers: [itself],
  });
  names.forEach((metric, at) => {
    if (texts[at] === undefined) failed.set({ metric }, 1);
  });
  const here = texts.filter((text) => text !== undefined);
  return [...here, await itself.metrics()].join('\n\n');
}

/** Undefined: it failed, or took too long. */
async function within(text: Promise<string>): Promise<string | undefined> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<undefined>((resolve) => {
    timer = setTimeout(() => {
      resolve(undefined);
    }, limitMs);
  });
  try {
    return await Promise.race([text, late]);
  } catch {
    return undefined;
  } finally {
    clearTimeout(timer);
  }
}
