import { createPrivateKey, createPublicKey, sign as signBy, verify as verifyBy } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createServer, type IncomingMessage } from 'node:http';
import { sm2 } from 'sm-crypto-v2';
import { type Algorithm, contentDigest } from '../../libs/endpoints/src/service/algorithms';
import { JSON_TYPE } from '../../libs/endpoints/src/ask';

/** Both halves that a receiver needs, as the measurement writes them down. */
export interface ReceiverKeys {
  readonly algorithm: Algorithm;
  readonly ownPrivateKey: string;
  readonly senderPublicKey: string;
}

// The other end of a service, and nothing else: it checks digest and signature of what comes, signs a receipt, and stores nothing.
const keys = JSON.parse(readFileSync(process.env.RECEIVER_KEYS ?? '', 'utf8')) as ReceiverKeys;
const { algorithm } = keys;
const { sign, verify } = algorithm === 'ed25519' ? ed25519() : withSm2();

/** On the one thread of this process, as a plain receiver does it. */
function ed25519() {
  const [own, sender] = [createPrivateKey(keys.ownPrivateKey), createPublicKey(keys.senderPublicKey)];
  return {
    sign: (data: Buffer) => signBy(null, data, own),
    verify: (data: Buffer, signature: Buffer) => verifyBy(null, data, sender, signature),
  };
}

function withSm2() {
  const publicKey = sm2.getPublicKeyFromPrivateKey(keys.ownPrivateKey);
  const sender = sm2.precomputePublicKey(keys.senderPublicKey);
  return {
    sign: (data: Buffer) => Buffer.from(sm2.doSignature(data, keys.ownPrivateKey, { hash: true, publicKey }), 'hex'),
    verify: (data: Buffer, signature: Buffer) =>
      sm2.doVerifySignature(data, signature.toString('hex'), sender, { hash: true }),
  };
}

const server = createServer((request, response) => {
  answerTo(request).then(
    ({ status, headers, body }) => {
      response.writeHead(status, headers).end(body);
    },
    (error: unknown) => {
      response.writeHead(500).end(String(error));
    },
  );
});

async function answerTo(request: IncomingMessage) {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const bytes = Buffer.concat(chunks);
  const { headers } = request;
  const input = String(headers['signature-input']).replace(/^ledger=/, '');
  const digest = contentDigest(algorithm, bytes);
  const base = baseOf([
    ['"@method"', request.method],
    ['"@authority"', headers.host],
    ['"@path"', request.url],
    ['"content-type"', headers['content-type']],
    ['"content-digest"', digest],
    ['"@signature-params"', input],
  ]);
  const signature = Buffer.from(String(headers.signature).slice('ledger=:'.length, -1), 'base64');
  const isGood = headers['content-digest'] === digest && verify(base, signature);
  const answered = String(headers.signature);
  if (request.url !== '/v1/records') return signed(404, '{}', answered); // it says nothing of what it holds: it holds nothing
  const { idempotencyKey } = JSON.parse(bytes.toString()) as { readonly idempotencyKey: string };
  const receipt = { status: '记名成功', receiptNumber: 'HB202611280000000001', receivedAt: new Date().toISOString() };
  return signed(isGood ? 200 : 401, JSON.stringify({ idempotencyKey, ...receipt }), answered);
}

function signed(status: number, body: string, requestSignature: string) {
  const digest = contentDigest(algorithm, body);
  const created = Math.floor(Date.now() / 1_000);
  const input = `("@status" "content-type" "content-digest" "signature";req);created=${created};alg="${algorithm}";keyid="platform-1"`;
  const base = baseOf([
    ['"@status"', String(status)],
    ['"content-type"', JSON_TYPE],
    ['"content-digest"', digest],
    ['"signature";req', requestSignature],
    ['"@signature-params"', input],
  ]);
  const headers = {
    'content-type': JSON_TYPE,
    'content-digest': digest,
    'signature-input': `platform=${input}`,
    signature: `platform=:${sign(base).toString('base64')}:`,
  };
  return { status, headers, body };
}

const baseOf = (lines: readonly (readonly [string, string | undefined])[]): Buffer =>
  Buffer.from(lines.map(([name, value]) => `${name}: ${value ?? ''}`).join('\n'));

server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  if (typeof address === 'object' && address) console.log(`ready http://127.0.0.1:${address.port}`);
});
process.on('SIGTERM', () => process.exit(0));
process.on('disconnect', () => process.exit(0));
