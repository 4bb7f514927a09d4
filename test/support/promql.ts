import { parser } from '@prometheus-io/lezer-promql';

/** The metrics of ours in an expression of Prometheus; and whether every part of it was understood. */
export function readPromql(expr: string): { readonly understood: boolean; readonly metrics: readonly string[] } {
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

/** Whether a scrape shows a metric; a histogram is shown by its own name. */
export const shownIn = (scrape: string, metric: string): boolean =>
  scrape.includes(`# TYPE ${metric.replace(/_bucket$/, '')} `);
