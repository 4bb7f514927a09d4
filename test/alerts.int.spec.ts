import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parser } from '@prometheus-io/lezer-promql';
import { parse } from 'yaml';
import { WholeLedger } from './support/whole-ledger';

/** What an operator is called for: `docs/alerts.yaml`, explained in `docs/operations.md`. */
const docs = join(__dirname, '../docs');
const { groups } = parse(readFileSync(join(docs, 'alerts.yaml'), 'utf8')) as {
  groups: { rules: { alert: string; expr: string; annotations: { summary: string } }[] }[];
};
const rules = groups.flatMap((group) => group.rules);

/** The metrics of an expression; and whether every part of it was understood. */
function read(expr: string): { readonly understood: boolean; readonly metrics: readonly string[] } {
  const metrics: string[] = [];
  let understood = true;
  parser.parse(expr).iterate({
    enter: ({ type, from, to }) => {
      if (type.isError) understood = false;
      if (type.name === 'Identifier') metrics.push(expr.slice(from, to));
    },
  });
  return { understood, metrics: metrics.filter((name) => name.startsWith('ledger_')) };
}

let ledger: WholeLedger;
let scrape: string;
beforeAll(async () => {
  ledger = await WholeLedger.on('2026-11-28');
  scrape = await ledger.text('/metrics');
}, 60_000);
afterAll(() => ledger.stop());

describe('an alert', () => {
  it.each(rules.map((rule) => [rule.alert, rule] as const))(
    '%s is read by Prometheus, and of metrics that are shown',
    (_name, { expr }) => {
      const { understood, metrics } = read(expr);
      expect(understood).toBe(true);
      expect(metrics).not.toEqual([]);
      const shown = (metric: string) => scrape.includes(`# TYPE ${metric.replace(/_bucket$/, '')} `);
      expect(metrics.filter((metric) => !shown(metric))).toEqual([]);
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
