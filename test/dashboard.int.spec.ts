import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readPromql, shownIn } from './support/promql';
import { WholeLedger } from './support/whole-ledger';

/** What an operator looks at: `docs/dashboard.json`, for Grafana. */
interface Panel {
  readonly id: number;
  readonly type: string;
  readonly title: string;
  readonly gridPos: { readonly x: number; readonly y: number; readonly w: number; readonly h: number };
  readonly description?: string;
  readonly targets?: readonly { readonly refId: string; readonly expr: string }[];
}
const docs = join(__dirname, '../docs');
const { panels } = JSON.parse(readFileSync(join(docs, 'dashboard.json'), 'utf8')) as { panels: readonly Panel[] };
const alerts = readFileSync(join(docs, 'alerts.yaml'), 'utf8');
const shown = panels.filter(({ type }) => type !== 'row');

/** Grafana puts in a length of time for its own variables, and any instance for ours. */
const filledIn = (expr: string): string => expr.replaceAll('$__rate_interval', '5m').replaceAll('$instance', '.*');

let ledger: WholeLedger;
let scrape: string;
beforeAll(async () => {
  ledger = await WholeLedger.on('2026-11-28');
  await ledger.ask('officer', 'GET', '/subjects/92131003MA9ANPJY55/status');
  scrape = await ledger.text('/metrics');
}, 60_000);
afterAll(() => ledger.stop());

it.each(shown.flatMap(({ title, targets = [] }) => targets.map(({ refId, expr }) => [title, refId, expr] as const)))(
  'panel %s, %s is read by Prometheus, and of metrics that are shown',
  (_title, _refId, expr) => {
    const { understood, metrics } = readPromql(filledIn(expr));
    expect(understood).toBe(true);
    expect(metrics).not.toEqual([]);
    expect(metrics.filter((metric) => !shownIn(scrape, metric))).toEqual([]);
  },
);

it('each panel has a number of its own, a place of its own and something to show', () => {
  expect(new Set(panels.map(({ id }) => id)).size).toBe(panels.length);
  for (const { targets = [] } of shown) {
    expect(targets.length).toBeGreaterThan(0);
    expect(new Set(targets.map(({ refId }) => refId)).size).toBe(targets.length);
  }
  const cells = panels.flatMap(({ gridPos: { x, y, w, h } }) =>
    Array.from({ length: w * h }, (_, at) => `${x + (at % w)},${y + Math.floor(at / w)}`),
  );
  expect(new Set(cells).size).toBe(cells.length);
  expect(panels.filter(({ gridPos: { x, w } }) => x + w > 24)).toEqual([]);
});

it('an alert that a panel names is one', () => {
  const named = shown.flatMap(({ description = '' }) => description.match(/Ledger[A-Z]\w+/g) ?? []);
  expect(named.length).toBeGreaterThan(10);
  expect(named.filter((alert) => !alerts.includes(`- alert: ${alert}\n`))).toEqual([]);
});
