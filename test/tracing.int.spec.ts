import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { hashApiKey, until } from '@app/ledger';
import type { Answer, Endpoint, Push } from '@app/outbox';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { Client } from 'pg';
import { OtlpExporter } from '../apps/composition/src/tracing/otlp';
import { Tracing } from '../apps/composition/src/tracing/tracing';
import { createApi } from '../apps/api/src/api';
import { AdaptersModule } from '../apps/composition/src/adapters.module';
import { loginsOfApi, loginsOfWorker } from '../apps/composition/src/logins';
import { WorkerModule } from '../apps/worker/src/worker.module';
import { waitingBodies } from './support/bodies';
import { createTestDatabase, type TestDatabase } from './support/test-database';

/** A small collector on loopback hears of one trace: a decision that is sent in, recorded by the api, told by the worker, and its receipt. */
interface Heard {
  readonly service: string;
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId?: string;
  readonly name: string;
}

let collector: Server;
let database: TestDatabase;
let api: NestFastifyApplication;
let worker: NestFastifyApplication;
const heard: Heard[] = [];
const asked = new Set<string>();
let wire = '';
const penalty = {
  subjectName: '廊坊市安次区示例宾馆有限公司',
  subjectCategory: '法人及非法人组织',
  uscc: '91131002MA0EXAM4X5',
  legalRepresentative: '王示例',
  documentNumber: '廊消行罚决字〔2026〕第0001号',
  violationType: '占用、堵塞、封闭疏散通道、安全出口',
  facts: '检查发现安全出口被货物堵塞',
  legalBasis: '《中华人民共和国消防法》第六十条第一款第三项',
  penaltyKinds: '罚款',
  penaltyContent: '罚款人民币500元',
  fineWan: '0.05',
  decidedOn: '2026-04-02',
  authorityName: '廊坊市消防救援支队',
  authorityCode: '1113100001YMGCE72W',
};

async function take(request: IncomingMessage): Promise<void> {
  const body = await text(request);
  wire += body;
  const { resourceSpans } = JSON.parse(body) as {
    resourceSpans: {
      resource: { attributes: { key: string; value: { stringValue?: string } }[] };
      scopeSpans: { spans: Omit<Heard, 'service'>[] }[];
    }[];
  };
  for (const { resource, scopeSpans } of resourceSpans) {
    const service = resource.attributes.find(({ key }) => key === 'service.name')?.value.stringValue ?? '';
    heard.push(...scopeSpans.flatMap(({ spans }) => spans.map((span) => ({ service, ...span }))));
  }
}
/** Takes every push, and gives a receipt. */
const body: Endpoint = {
  name: 'credit-hebei',
  send: (pushes: readonly Push[]) =>
    Promise.resolve(
      pushes.map(({ pushId }): Answer => ({
        outcome: 'acknowledged',
        receiptNumber: `receipt-${pushId}`,
        receivedAt: new Date().toISOString(),
      })),
    ),
};

beforeAll(async () => {
  collector = createServer((request, response) => {
    asked.add(`${request.method} ${request.url}`);
    void take(request).then(() => response.end('{}'));
  }).listen(0, '127.0.0.1');
  await new Promise((resolve) => collector.once('listening', resolve));
  const { port } = collector.address() as AddressInfo;
  const tracingOf = (serviceName: string) =>
    new Tracing(
      new OtlpExporter({ endpoint: `http://127.0.0.1:${port}`, serviceName, headers: {} }, (what) => {
        throw new Error(what);
      }),
    );
  database = await createTestDatabase();
  const owner = new Client(database.ownerUrl);
  await owner.connect();
  await owner.query(
    `INSERT INTO api_keys (key_hash, holder, unit_name, unit_code, role) VALUES ($1, '张三', '支队', '1113100001YMGCE72W', 'officer')`,
    [hashApiKey('officer-key')],
  );
  await owner.end();
  const logins = { api: database.url };
  const bodies = waitingBodies.map((waiting) => ({
    ...waiting,
    endpoint: waiting.id === body.name ? body : undefined,
  }));
  worker = await createApi([
    AdaptersModule.on(loginsOfWorker(logins), { tracing: tracingOf('worker') }),
    WorkerModule.telling(bodies),
  ]);
  await worker.init();
  api = await createApi([AdaptersModule.on(loginsOfApi(logins), { tracing: tracingOf('api') })]);
  await api.init();
  await api.getHttpAdapter().getInstance().ready();
}, 60_000);
afterAll(async () => {
  await api.close();
  await worker.close();
  await database.drop();
  await new Promise((resolve) => collector.close(resolve));
});

it('from a decision that is sent in to the receipt of the body it is one trace, over both processes', async () => {
  const headers = { authorization: 'Bearer officer-key' };
  const answer = await api.inject({ method: 'POST', url: '/penalty-decisions', headers, payload: penalty });
  expect(answer.statusCode).toBe(201);
  const named = (name: string) => heard.find((span) => span.name === name);
  expect(await until(() => Promise.resolve(named('record PushDelivered') !== undefined), 30_000)).toBe(true);
  expect(await until(() => Promise.resolve(named('POST /penalty-decisions') !== undefined), 10_000)).toBe(true);
  const request = named('POST /penalty-decisions');
  const recorded = named('record PenaltyDecisionRecorded');
  const sent = heard.find(
    ({ name, parentSpanId }) => name === 'push credit-hebei' && parentSpanId === recorded?.spanId,
  );
  const receipt = heard.find(
    ({ name, parentSpanId }) => name === 'record PushDelivered' && parentSpanId === sent?.spanId,
  );
  expect([request, recorded, sent, receipt].map((span) => span?.service)).toEqual(['api', 'api', 'worker', 'worker']);
  expect(new Set([request, recorded, sent, receipt].map((span) => span?.traceId))).toEqual(new Set([request?.traceId]));
  expect(recorded?.parentSpanId).toBe(request?.spanId);
  expect(request?.parentSpanId).toBeUndefined();
  expect([...asked]).toEqual(['POST /v1/traces']);
});

it('nothing of a person or a unit is in it', () => {
  const { subjectName, uscc, legalRepresentative, documentNumber, facts } = penalty;
  for (const words of [subjectName, uscc, legalRepresentative, documentNumber, facts, 'officer-key', '张三'])
    expect(wire).not.toContain(words);
});
