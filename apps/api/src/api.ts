import { randomUUID } from 'node:crypto';
import { ApiKeys, containsCitizenNumber, looksLikeTravelDocument } from '@app/ledger';
import type { DynamicModule } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyInstance, FastifyReply } from 'fastify';
import { Registry } from 'prom-client';
import { logAnswers } from './access-log';
import { nestLogger } from '../../composition/src/logger';
import { measureAnswers } from '../../operations/src/answer-metrics';
import { TRACING } from '../../composition/src/tracing/token';
import type { Tracing } from '../../composition/src/tracing/tracing';
import { ApiModule } from './api.module';
import { compiledAnswers } from './compiled-answers';
import { readDescription } from './description';
import { DESCRIPTION_PATH, keepDoor } from './doorkeeper';
import { type EdgeSettings, edgeUnlimited } from './edge-settings';
import { plainStatus } from './plain-status';
import { ProblemFilter } from './problem.filter';
import { answerRaw } from './raw-answer';
import { hasBody, registerBodies } from './request-body';
import { routeTable } from './route-table';
import { securityHeaders } from './security-headers';
import { closeUnread } from './slow-body';
import { traceRequests } from './trace-requests';

/** The line and the headers of a request must come within so long of its first byte. */
const headersMs = 20_000;
const checkEveryMs = 5_000;

/** The HTTP api, ready to listen or to be injected into. */
export async function createApi(
  imports: NonNullable<DynamicModule['imports']>,
  settings: EdgeSettings = edgeUnlimited,
): Promise<NestFastifyApplication> {
  const always = { ...(await securityHeaders()), ...neverKept };
  const adapter = new FastifyAdapter({
    genReqId: (request: { headers: Record<string, unknown> }) => requestIdIn(request.headers) ?? randomUUID(),
    trustProxy: settings.trustedProxies.length > 0 && [...settings.trustedProxies],
    http: { headersTimeout: headersMs, connectionsCheckingInterval: checkEveryMs, requestTimeout: 0 },
    requestTimeout: 0, // a feed may take long to send; each other body has a deadline of its own (`slow-body.ts`)
    connectionTimeout: settings.idleMs,
    keepAliveTimeout: settings.idleMs,
    forceCloseConnections: 'idle',
    return503OnClosing: false, // the door says it in our words
    clientErrorHandler: answerRaw,
    frameworkErrors: (error: unknown, request: { id: string; url: string }, reply: FastifyReply) => {
      reply.headers(always);
      new ProblemFilter().answer(error, request, reply);
    },
  });
  const fastify: FastifyInstance = adapter.getInstance();
  fastify.server.maxConnections = settings.connectionsMax;
  registerBodies(fastify);
  const app = await NestFactory.create<NestFastifyApplication>(ApiModule.with(imports), adapter, {
    logger: nestLogger(),
    bodyParser: false,
  });
  let closing = false;
  fastify.addHook('preClose', (done) => {
    closing = true;
    done();
  });
  fastify.addHook('onSend', (request, reply, _payload, done) => {
    void reply.headers(always).header('x-request-id', request.id); // a reply is thenable: awaiting it would wait for itself
    done();
  });
  fastify.addHook('onResponse', (request, _reply, done) => {
    if (hasBody(request)) closeUnread(request);
    done();
  });
  if (settings.accessLog) logAnswers(fastify);
  measureAnswers(app.get(Registry), fastify);
  const tracing = app.get<Tracing | null>(TRACING);
  if (tracing) traceRequests(tracing, fastify);
  const description = readDescription();
  await keepDoor(fastify, {
    keys: app.get(ApiKeys),
    settings,
    routes: routeTable(description),
    closing: () => closing,
  });
  // Before Nest makes its routes.
  fastify.addHook('onRoute', compiledAnswers(description));
  fastify.addHook('onRoute', plainStatus(app));
  let document: string | undefined;
  fastify.get(DESCRIPTION_PATH, (_request, reply) =>
    reply.type('application/json; charset=utf-8').send((document ??= JSON.stringify(description))),
  );
  return app;
}

/** No answer is for a store on the way: most are about somebody. */
const neverKept = { 'cache-control': 'no-store' };

/**
 * A caller's own id is kept when it is short, plain and no number of a person, so that both sides' logs can be laid side by side:
 * it stands in events and logs.
 */
function requestIdIn(headers: Record<string, unknown>): string | undefined {
  const id = headers['x-request-id'];
  const plain = typeof id === 'string' && /^[\w.:/-]{1,80}$/.test(id);
  return plain && !containsCitizenNumber(id) && !looksLikeTravelDocument(id) ? id : undefined;
}
