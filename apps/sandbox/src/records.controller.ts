import { Body, Controller, Get, HttpStatus, NotFoundException, Param, Post, Query, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { Fault } from './faults';
import { Houses } from './houses';
import { pageOf } from './page';
import type { HeldRecord } from './platform';
import { Answer, Reception } from './reception';

/** Where records are sent to, and where one sees what arrived. */
@Controller(['records', 'bodies/:body/records'])
export class RecordsController {
  constructor(private readonly houses: Houses) {}

  @Post()
  async receive(@Body() body: unknown, @Res() reply: FastifyReply, @Param('body') to?: string): Promise<void> {
    const { reception, faults } = this.houses.of(to);
    const fault = faults.next();
    if (fault?.mode === 'fail') {
      await reply.status(fault.status ?? HttpStatus.SERVICE_UNAVAILABLE).send({ message: '平台暂时不可用' });
      return;
    }
    if (fault?.mode === 'delay') await new Promise((resolve) => setTimeout(resolve, fault.delayMs ?? 0));
    const answer = await answerTo(reception, body, fault);
    if (fault?.mode === 'drop-answer') {
      reply.hijack();
      reply.raw.destroy();
      return;
    }
    if (fault?.mode === 'answer-twice') answerAgain(reply, answer, fault.delayMs ?? 0);
    await reply.status(answer.status).send(answer.body);
  }

  /** Records in the order in which they were stored: `?uscc=` of one subject, `?after=` a sequence, `?limit=` (100, at most 1000). */
  @Get()
  list(
    @Query('uscc') uscc?: string,
    @Query('after') after?: string,
    @Query('limit') limit?: string,
    @Param('body') to?: string,
  ) {
    return pageOf(this.houses.of(to).reception.platform.held(uscc), after, limit);
  }

  /** One record; or the platform's word, naming the key, that there is none: no page of a proxy says that. */
  @Get(':idempotencyKey')
  one(@Param('idempotencyKey') idempotencyKey: string, @Param('body') to?: string): HeldRecord {
    const record = this.houses.of(to).reception.platform.record(idempotencyKey);
    if (!record) throw new NotFoundException({ idempotencyKey, status: '无此记录' });
    return record;
  }
}

function answerTo(reception: Reception, body: unknown, fault: Fault | undefined): Promise<Answer> {
  if (fault?.mode !== 'refuse') return reception.receive(body);
  const { idempotencyKey } = (body ?? {}) as { idempotencyKey?: unknown };
  return reception.sendBack(typeof idempotencyKey === 'string' ? idempotencyKey : null, {
    code: '1001',
    message: '未查询到主体或查询到的主体信息不匹配',
    fields: [],
  });
}

/** A second, unasked answer on the connection, as a broken gateway gives: a client may take it for the answer to its next request. */
function answerAgain(reply: FastifyReply, { status, body }: Answer, delayMs: number): void {
  const { socket } = reply.raw;
  const text = JSON.stringify(body);
  const head = `HTTP/1.1 ${status} Again\r\ncontent-type: application/json; charset=utf-8\r\ncontent-length: ${Buffer.byteLength(text)}\r\n\r\n`;
  reply.raw.once('finish', () => {
    setTimeout(() => {
      if (socket?.writable) socket.write(head + text);
    }, delayMs);
  });
}
