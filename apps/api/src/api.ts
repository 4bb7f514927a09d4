import { randomUUID } from 'node:crypto';
import { containsCitizenNumber, registerIntakeBody, XLSX } from '@app/ledger';
import type { DynamicModule } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { ApiModule } from './api.module';
import { compiledAnswers } from './compiled-answers';
import { log, nestLogger } from './logger';
import { openApiOf } from './openapi';
import { rememberedStatus } from './remembered-status';
import { ProblemFilter } from './problem.filter';
import { securityHeaders } from './security-headers';

const bodyMaxBytes = 1024 * 1024;
const fileMaxBytes = 8 * 1024 * 1024;

/** The HTTP api, ready to listen or to be injected into. */
export async function createApi(imports: NonNullable<DynamicModule['imports']>): Promise<NestFastifyApplication> {
  const adapter = new FastifyAdapter({
    bodyLimit: bodyMaxBytes,
    genReqId: (request: { headers: Record<string, unknown> }) => requestIdIn(request.headers) ?? randomUUID(),
    requestTimeout: 0, // a feed may take long to send; idle connections are closed by keepAliveTimeout
    keepAliveTimeout: 65_000,
    forceCloseConnections: 'idle',
    frameworkErrors: new ProblemFilter().answer as (error: unknown, request: unknown, reply: unknown) => void,
  });
  const fastify = adapter.getInstance();
  registerIntakeBody(fastify);
  fastify.addContentTypeParser(XLSX, { parseAs: 'buffer', bodyLimit: fileMaxBytes }, (_request, body, done) => {
    done(null, body);
  });
  const always = await securityHeaders();
  fastify.addHook('onSend', (request, reply, _payload, done) => {
    void reply.headers(always).header('x-request-id', request.id); // a reply is thenable: awaiting it would wait for itself
    done();
  });
  fastify.addHook('onResponse', (request, reply, done) => {
    const { id: requestId, method } = request;
    // The route, not the address: addresses name subjects.
    const route = request.routeOptions.url ?? 'unknown';
    log.info({ requestId, method, route, status: reply.statusCode, ms: Math.round(reply.elapsedTime) }, 'answered');
    done();
  });
  const app = await NestFactory.create<NestFastifyApplication>(ApiModule.with(imports), adapter, {
    logger: nestLogger(),
  });
  const openApi = openApiOf(app);
  const document = JSON.stringify(openApi);
  // Before Nest makes its routes.
  fastify.addHook('onRoute', compiledAnswers(openApi));
  fastify.addHook('onRoute', rememberedStatus(app));
  fastify.get('/openapi.json', (_request, reply) => reply.type('application/json; charset=utf-8').send(document));
  return app;
}

/**
 * A caller's own id is kept when it is short, plain and no citizen number, so that both sides' logs can be laid side by side:
 * it stands in events and logs.
 */
function requestIdIn(headers: Record<string, unknown>): string | undefined {
  const id = headers['x-request-id'];
  return typeof id === 'string' && /^[\w.:/-]{1,80}$/.test(id) && !containsCitizenNumber(id) ? id : undefined;
}
