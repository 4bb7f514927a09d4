import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';

const { groups } = parse(readFileSync(join(__dirname, '../../docs/alerts.yaml'), 'utf8')) as {
  groups: { rules: { alert: string; expr: string }[] }[];
};

/** `max by (a, b) (metric{label="x"}) > 0`, as the alerts that drills fire are written; `abs` may stand inside. */
const comparison =
  /^(?:max|min|sum)(?: by \([\w, ]+\) )?\((?:abs\()?(\w+)(?:\{(\w+)="([^"]*)"\})?\)?\) (==|>|<) (-?[\d.]+)$/;

/** Whether an alert of `docs/alerts.yaml` would fire by what one scrape shows. */
export function isFiring(alert: string, scrape: string): boolean {
  const expr = groups.flatMap(({ rules }) => rules).find((rule) => rule.alert === alert)?.expr;
  if (expr === undefined) throw new Error(`docs/alerts.yaml knows no ${alert}`);
  return expr.split(' or ').some((part) => {
    const [, metric, label, value, sign, text] = comparison.exec(part.trim()) ?? [];
    if (metric === undefined) throw new Error(`${alert} is written in a way that no drill reads: ${part}`);
    const bound = Number(text);
    return valuesOf(scrape, metric, label === undefined ? '' : `${label}="${value}"`).some((found) =>
      sign === '==' ? found === bound : sign === '>' ? found > bound : found < bound,
    );
  });
}

function valuesOf(scrape: string, metric: string, labelled: string): readonly number[] {
  return scrape.split('\n').flatMap((line) => {
    const [, name, labels = '', value] = /^(\w+)(?:\{(.*)\})? (\S+)$/.exec(line) ?? [];
    return name === metric && labels.includes(labelled) ? [Number(value?.replace('Inf', 'Infinity'))] : [];
  });
}
