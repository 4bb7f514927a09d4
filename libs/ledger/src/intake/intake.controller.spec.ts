import { once } from 'node:events';
import { type AddressInfo, connect } from 'node:net';
import { BadRequestException, Body, Controller, Post } from '@nestjs/common';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { Test } from '@nestjs/testing';
import { Intake } from './intake';
import { registerIntakeBody } from './intake-body';
import type { IntakeLine } from './intake-line';
import { intakeController } from './intake.controller';

type TakeIn = Intake['takeIn'];

@Controller('elsewhere')
class Elsewhere {
  @Post()
  bytes(@Body() body: unknown): object {
    return { bytes: Buffer.isBuffer(body) ? body.length : null };
  }
}

const running: NestFastifyApplication[] = [];
afterEach(async () => {
  for (const app of running.splice(0)) await app.close();
});

/** The route on a wire of its own, with an intake that does this. */
async function serverWith(takeIn: TakeIn): Promise<number> {
  const adapter = new FastifyAdapter({ forceCloseConnections: true });
  registerIntakeBody(adapter.getInstance());
  adapter.getInstance().addHook('onRequest', (request, _reply, done) => {
    Object.assign(request, { caller: { name: '王晨', unitName: '支队', unitCode: 'x', role: 'officer' } });
    done();
  });
  const module = await Test.createTestingModule({
    controllers: [intakeController([]), Elsewhere],
    providers: [{ provide: Intake, useValue: { takeIn } }],
  }).compile();
  const app = module.createNestApplication<NestFastifyApplication>(adapter, { logger: false });
  await app.listen(0, '127.0.0.1');
  running.push(app);
  return (app.getHttpServer().address() as AddressInfo).port;
}

/** A sender that sends everything, whatever it hears meanwhile, and then looks at what it heard. */
async function send(port: number, bytes: number, path = '/intake') {
  const socket = connect(port, '127.0.0.1');
  const pieces: Buffer[] = [];
  socket.on('data', (piece: Buffer) => pieces.push(piece));
  const closed = once(socket, 'close');
  const piece = Buffer.alloc(65_536, '某店,1\n');
  const count = Math.ceil(bytes / piece.length);
  socket.write(
    `POST ${path} HTTP/1.1\r\nhost: ledger\r\ncontent-type: text/csv\r\n` +
      `content-length: ${count * piece.length}\r\nconnection: close\r\n\r\n`,
  );
  for (let sent = 0; sent < count; sent++) if (!socket.write(piece)) await once(socket, 'drain');
  await closed;
  const [head = '', ...body] = Buffer.concat(pieces).toString('utf8').split('\r\n\r\n');
  return {
    status: Number(head.split(' ')[1]),
    lines: body
      .join('')
      .match(/^\{.*\}$/gm)
      ?.map((line) => JSON.parse(line) as unknown),
  };
}

const counts = { rows: 0, recorded: 0, alreadyRecorded: 0, rejected: 0 };
const ended = (code: string, message = '…'): IntakeLine => ({ error: { code, message, counts, notProcessed: 0 } });
const noPieces: IntakeLine = { progress: counts };

async function firstOf(pieces: AsyncIterable<Uint8Array>): Promise<void> {
  for await (const piece of pieces) if (piece.length > 0) return;
}

describe('POST /intake', () => {
  it('answers in lines, reading the file as it asks for it', async () => {
    const port = await serverWith(async (pieces, kind, sender) => {
      await Promise.resolve();
      return (async function* () {
        let bytes = 0;
        for await (const piece of pieces) bytes += piece.length;
        yield noPieces;
        yield ended(String(bytes), `${String(kind)} ${sender.actor.name}`);
      })();
    });
    expect(await send(port, 10 * 65_536, '/intake?kind=subjects')).toEqual({
      status: 200,
      lines: [noPieces, ended('655360', 'subjects 王晨')],
    });
  });

  it('refuses a file by its first piece, and the sender of a large one hears of it', async () => {
    const port = await serverWith(async (pieces) => {
      await firstOf(pieces);
      throw new BadRequestException('headings');
    });
    expect(await send(port, 30_000_000)).toMatchObject({ status: 400 });
  });

  it('ends its answer in the middle of a large file, and the sender hears of it', async () => {
    const port = await serverWith(async (pieces) => {
      await Promise.resolve();
      return (async function* () {
        await firstOf(pieces);
        yield ended('encoding-invalid');
      })();
    });
    expect(await send(port, 30_000_000)).toEqual({
      status: 200,
      lines: [ended('encoding-invalid')],
    });
  });
});

describe('a file for another route', () => {
  const notAsked: TakeIn = () => Promise.reject(new Error('not for the intake'));

  it('comes whole', async () => {
    expect((await send(await serverWith(notAsked), 2 * 65_536, '/elsewhere')).lines).toEqual([{ bytes: 131_072 }]);
  });

  it('is refused when it is too large', async () => {
    expect(await send(await serverWith(notAsked), 10_000_000, '/elsewhere')).toMatchObject({ status: 413 });
  });
});
