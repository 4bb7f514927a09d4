import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { OtlpExporter } from './otlp';
import type { Span } from './spans';

let collector: Server;
let status: number;
let bodies: string[];
let said: string[];
let exporter: OtlpExporter;
beforeEach(async () => {
  [status, bodies, said] = [200, [], []];
  collector = createServer((request, response) => {
    void text(request).then((body) => {
      if (status === 200) bodies.push(body);
      response.writeHead(status).end();
    });
  }).listen(0, '127.0.0.1');
  await new Promise((resolve) => collector.once('listening', resolve));
  const { port } = collector.address() as AddressInfo;
  const settings = { endpoint: `http://127.0.0.1:${port}/`, serviceName: 'spec', headers: {} };
  exporter = new OtlpExporter(settings, (what) => said.push(what));
});
afterEach(async () => {
  status = 200;
  await exporter.close();
  collector.closeAllConnections();
  await new Promise((resolve) => collector.close(resolve));
});

const aSpan = (n = 1): Span => ({
  traceId: n.toString(16).padStart(32, '0'),
  spanId: n.toString(16).padStart(16, '0'),
  parentId: 'ffffffffffffffff',
  kind: 'client',
  name: 'push credit-hebei',
  startMs: 1_795_880_100_000.5,
  endMs: 1_795_880_100_001,
  failed: true,
  attributes: { 'ledger.outcome': 'failed', 'http.response.status_code': 503 },
});
const spansIn = (body: string) =>
  (JSON.parse(body) as { resourceSpans: { scopeSpans: { spans: { spanId: string }[] }[] }[] }).resourceSpans.flatMap(
    ({ scopeSpans }) => scopeSpans.flatMap(({ spans }) => spans),
  );

it('writes a span as OTLP 1 has it in JSON', async () => {
  exporter.add(aSpan());
  await exporter.flush();
  expect(bodies.flatMap(spansIn)).toEqual([
    {
      traceId: '00000000000000000000000000000001',
      spanId: '0000000000000001',
      parentSpanId: 'ffffffffffffffff',
      name: 'push credit-hebei',
      kind: 3,
      startTimeUnixNano: '1795880100000500000',
      endTimeUnixNano: '1795880100001000000',
      attributes: [
        { key: 'ledger.outcome', value: { stringValue: 'failed' } },
        { key: 'http.response.status_code', value: { intValue: '503' } },
      ],
      status: { code: 2 },
    },
  ]);
});

it('a collector that takes nothing is said once, and gets what waits when it takes again', async () => {
  status = 503;
  exporter.add(aSpan(1));
  await exporter.flush();
  exporter.add(aSpan(2));
  await exporter.flush();
  expect(said).toEqual(['traces are not taken: the collector answered 503']);
  status = 200;
  await exporter.flush();
  expect(bodies.flatMap(spansIn)).toHaveLength(2);
  expect(said[1]).toBe('traces are taken again; 0 spans are lost');
});

it('keeps no more than it may, the newest; how many are lost is said', async () => {
  status = 503;
  for (let n = 1; n <= 3_000; n++) exporter.add(aSpan(n));
  await exporter.flush();
  status = 200;
  await exporter.flush();
  const spans = bodies.flatMap(spansIn);
  expect(spans).toHaveLength(2_048);
  expect(spans.at(-1)?.spanId).toBe((3_000).toString(16).padStart(16, '0'));
  expect(said[1]).toBe('traces are taken again; 952 spans are lost');
});
