import { join } from 'node:path';
import { DynamicModule, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, NestFastifyApplication } from '@nestjs/platform-fastify';
import { ControlController } from './control.controller';
import { Faults } from './faults';
import { Reception } from './reception';
import { RecordsController } from './records.controller';
import { ViewsController } from './views.controller';

@Module({})
class SandboxModule {
  static with(reception: Reception): DynamicModule {
    return {
      module: SandboxModule,
      controllers: [RecordsController, ViewsController, ControlController],
      providers: [{ provide: Reception, useValue: reception }, Faults],
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
}

/** Opens the receiving platform. */
export async function openSandbox({ port, dataDir, host = '127.0.0.1' }: SandboxOptions): Promise<Sandbox> {
  const reception = await Reception.open(join(dataDir, 'journal.ndjson'));
  const adapter = new FastifyAdapter({ bodyLimit: 256 * 1024, routerOptions: { maxParamLength: 2_000 } });
  const app = await NestFactory.create<NestFastifyApplication>(SandboxModule.with(reception), adapter, {
    logger: ['error', 'warn'],
  });
  await app.listen(port, host);
  return {
    url: await app.getUrl(),
    close: async () => {
      await app.close();
      await reception.close();
    },
  };
}
