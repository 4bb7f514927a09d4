import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { readPromql as read, shownIn } from './support/promql';
import { WholeLedger } from './support/whole-ledger';

/** What an operator is called for: `docs/alerts.yaml`, explained in `docs/operations.md`. */
const docs = join(__dirname, '../docs');
const { groups } = parse(readFileSync(join(docs, 'alerts.yaml'), 'utf8')) as {
  groups: { rules: { alert: string; expr: string; annotations: { summary: string } }[] }[];
};
const rules = groups.flatMap((group) => group.rules);

let ledger: WholeLedger;
let scrape: string;
beforeAll(async () => {
  ledger = await WholeLedger.on('2026-11-28');
  scrape = await ledger.text('/metrics');
});
afterAll(() => ledger.stop());

describe('an alert', () => {
  it.each(rules.map((rule) => [rule.alert, rule] as const))(
    '%s is read by Prometheus, and of metrics that are shown',
    (_name, { expr }) => {
      const { understood, metrics } = read(expr);
      expect(understood).toBe(true);
      expect(metrics).not.toEqual([]);
      expect(metrics.filter((metric) => !shownIn(scrape, metric))).toEqual([]);
    },
  );

  it.each(rules.map(({ alert }) => alert))('%s is explained to the operator', (alert) => {
    expect(readFileSync(join(docs, 'operations.md'), 'utf8')).toContain(`\`${alert}\``);
  });

  it('that cannot be read is found', () => {
    expect(read('max(ledger_seal_alarm == 1').understood).toBe(false);
    expect(read('max by (a) (ledger_x{b="c"}) > 0')).toEqual({ understood: true, metrics: ['ledger_x'] });
  });
});
