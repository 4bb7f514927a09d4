import { join } from 'node:path';
import { DynamicModule, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, NestFastifyApplication } from '@nestjs/platform-fastify';
import { ControlController } from './control.controller';
import { Exchange } from './database/exchange';
import { ExchangeController } from './database/exchange.controller';
import { ExchangeDesk } from './database/exchange-desk';
import { Inbox } from './file/inbox';
import { InboxController } from './file/inbox.controller';
import { Holdings } from './holdings';
import { HoldingsController } from './holdings.controller';
import { Houses } from './houses';
import { RecordsController } from './records.controller';
import { Door } from './service/door';
import { Keys } from './service/keys';
import { Nonces } from './service/nonces';
import { ServiceController } from './service/service.controller';
import { ViewsController } from './views.controller';

@Module({})
class SandboxModule {
  static with(houses: Houses, door?: Door, desk?: ExchangeDesk, inbox?: Inbox): DynamicModule {
    return {
      module: SandboxModule,
      controllers: [
        ...[RecordsController, ViewsController, HoldingsController, ControlController],
        ...(door ? [ServiceController] : []),
        ...(desk ? [ExchangeController] : []),
        ...(inbox ? [InboxController] : []),
      ],
      providers: [
        { provide: Houses, useValue: houses },
        Holdings,
        ...(door ? [{ provide: Door, useValue: door }] : []),
        ...(desk ? [{ provide: ExchangeDesk, useValue: desk }] : []),
        ...(inbox ? [{ provide: Inbox, useFactory: () => inbox }] : []),
      ],
    };
  }
}

export interface Sandbox {
  readonly url: string;
  /** Answers what has been asked, then closes. */
  close(): Promise<void>;
}

export interface SandboxOptions {
  /** 0 takes a free one. */
  readonly port: number;
  /** Where what it holds lies. */
  readonly dataDir: string;
  /** The loopback address, unless others must reach it (in a container). */
  readonly host?: string;
  /** A file with the keys of both sides (`service/keys.ts`): the service with signatures is offered too. */
  readonly keysFile?: string;
  /** An exchange database, its tables there: what is left in it for a body (the first one unless said) is received too, looked for every `pollMs`, or when told so. */
  readonly exchange?: { readonly url: string; readonly pollMs: number | null; readonly body?: string };
  /** A folder with `inbox/` and `receipts/`, made when they are not there: batches of files for a body (the first one unless said) are taken there too. */
  readonly inbox?: string | { readonly folder: string; readonly body: string };
  /** PEM: HTTPS instead of HTTP, and only for clients with a certificate of this authority. */
  readonly tls?: { readonly cert: string; readonly key: string; readonly clientCa: string };
}

/** Opens the receiving platforms. */
export async function openSandbox({
  port,
  dataDir,
  host = '127.0.0.1',
  keysFile,
  exchange,
  inbox,
  tls,
}: SandboxOptions): Promise<Sandbox> {
  const houses = await Houses.open(dataDir);
  const nonces = keysFile === undefined ? undefined : await Nonces.open(join(dataDir, 'nonces.ndjson'));
  const door = keysFile === undefined || !nonces ? undefined : new Door(new Keys(keysFile), nonces, Date.now);
  const desk = exchange && new ExchangeDesk(new Exchange(exchange.url), houses.of(exchange.body));
  const files =
    inbox === undefined
      ? undefined
      : typeof inbox === 'string'
        ? new Inbox(inbox, houses.of())
        : new Inbox(inbox.folder, houses.of(inbox.body));
  const https = tls && { cert: tls.cert, key: tls.key, ca: tls.clientCa, requestCert: true, rejectUnauthorized: true };
  const adapter = new FastifyAdapter({
    bodyLimit: 256 * 1024,
    routerOptions: { maxParamLength: 2_000 },
    ...(https && { https }),
  } as object);
  const app = await NestFactory.create<NestFastifyApplication>(SandboxModule.with(houses, door, desk, files), adapter, {
    logger: ['error', 'warn'],
    rawBody: true,
  });
  await app.listen(port, host);
  if (exchange?.pollMs) desk?.start(exchange.pollMs);
  return {
    url: (await app.getUrl()).replace(/^http:/, tls ? 'https:' : 'http:'), // Nest does not see what Fastify was given
    close: async () => {
      await app.close();
      await desk?.close();
      await nonces?.close();
      await houses.close();
    },
  };
}
