import { INTAKE_PATH, Refusal, registerIntakeBody } from '@app/ledger';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { type JsonBounds, readJsonBody } from './json-body';
import type { RouteRule } from './route-table';

const JSON_TYPE = 'application/json';
const fileMaxBytes = 8 * 1024 * 1024;

interface JsonLimits extends JsonBounds {
  readonly bytesMax: number;
}

/** Papers: the longest has some twenty texts of at most 4,000 characters. Our figures. */
const ofPapers: JsonLimits = { bytesMax: 256 * 1024, deepest: 32, valuesMax: 2_000 };

/** Lists: ten thousand bidders with their names. */
const ofLists: ReadonlyMap<string, JsonLimits> = new Map([
  ['/bidder-checks', { bytesMax: 2 * 1024 * 1024, deepest: 32, valuesMax: 65_536 }],
]);

const limitsOf = ({ routeOptions: { url } }: FastifyRequest): JsonLimits => ofLists.get(url ?? '') ?? ofPapers;

/** The only readers of bodies: JSON, and bytes for the routes that take files. */
export function registerBodies(fastify: FastifyInstance): void {
  fastify.removeAllContentTypeParsers();
  registerIntakeBody(fastify);
  const bodyLimit = Math.max(ofPapers.bytesMax, ...[...ofLists.values()].map(({ bytesMax }) => bytesMax));
  fastify.addContentTypeParser(JSON_TYPE, { parseAs: 'buffer', bodyLimit }, (request, body, done) => {
    try {
      const limits = limitsOf(request);
      if (body.length > limits.bytesMax) throw new Refusal('body-too-large');
      done(null, readJsonBody(body as Buffer, limits));
    } catch (error) {
      done(error as Error);
    }
  });
}

/** Whether there is a body to come. */
export function hasBody({ headers }: FastifyRequest): boolean {
  return headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;
}

/**
 * Judges a body by what its headers say, before any of it is read.
 *
 * Refusals, in this order: `content-encoding-unsupported`; `media-type-unsupported`; `charset-unsupported` of JSON that is not said
 * to be UTF-8; `body-too-large` unless it is a file to `/intake`.
 */
export function judgeBody(request: FastifyRequest, { mediaTypes }: RouteRule): void {
  const { headers } = request;
  const encoding = headers['content-encoding']?.trim().toLowerCase() ?? '';
  if (encoding !== '' && encoding !== 'identity') throw new Refusal('content-encoding-unsupported');
  const [type = '', ...parameters] = (headers['content-type'] ?? '').split(';').map((part) => part.trim());
  const mediaType = type.toLowerCase();
  if (!(mediaTypes.length > 0 ? mediaTypes : [JSON_TYPE]).includes(mediaType))
    throw new Refusal('media-type-unsupported');
  if (mediaType === JSON_TYPE && !parameters.every(saysUtf8)) throw new Refusal('charset-unsupported');
  if (request.routeOptions.url === `/${INTAKE_PATH}`) return;
  const bytesMax = mediaType === JSON_TYPE ? limitsOf(request).bytesMax : fileMaxBytes;
  if (Number(headers['content-length'] ?? 0) > bytesMax) throw new Refusal('body-too-large');
}

/** A parameter other than `charset` says nothing about it. */
function saysUtf8(parameter: string): boolean {
  const charset = /^charset\s*=\s*"?([^"]*)"?$/i.exec(parameter)?.[1];
  return charset === undefined || /^utf-?8$/i.test(charset.trim());
}
