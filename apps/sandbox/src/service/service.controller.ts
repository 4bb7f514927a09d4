import { Controller, HttpCode, Param, Post, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Holdings, holdingsLimitMax } from '../holdings';
import { Houses } from '../houses';
import type { Answer, Reception } from '../reception';
import { Door, type Knock } from './door';

type RawRequest = FastifyRequest & { readonly rawBody?: Buffer };

const keysMax = 500;

/** The platform as a service: signed requests, signed answers (`docs/exchange/service.md`). */
@Controller(['v1', 'bodies/:body/v1'])
export class ServiceController {
  constructor(
    private readonly door: Door,
    private readonly houses: Houses,
    private readonly holdings: Holdings,
  ) {}

  @Post('records')
  async receive(@Req() request: RawRequest, @Res() reply: FastifyReply, @Param('body') to?: string): Promise<void> {
    const { reception, faults } = this.houses.of(to);
    const fault = faults.next();
    if (fault?.mode === 'fail') {
      const head = { ...(fault.retryAfterSeconds !== undefined && { 'retry-after': String(fault.retryAfterSeconds) }) };
      await reply
        .status(fault.status ?? 503)
        .headers(head)
        .send('平台暂时不可用');
      return;
    }
    if (fault?.mode === 'delay') await new Promise((resolve) => setTimeout(resolve, fault.delayMs ?? 0));
    const knock = knockOf(request);
    const turnedAway = await this.door.open(knock);
    if (turnedAway) return this.answer(reply, knock, 401, turnedAway);
    const { status, body } =
      fault?.mode === 'refuse' ? await refused(reception, request.body) : await reception.receiveOrTake(request.body);
    if (fault?.mode === 'drop-answer') {
      reply.hijack();
      reply.raw.destroy();
      return;
    }
    await this.answer(reply, knock, status, body);
  }

  /** What has become of messages, by their keys: an answer for each, in their order. */
  @Post('records/query')
  @HttpCode(200)
  async query(@Req() request: RawRequest, @Res() reply: FastifyReply, @Param('body') of?: string): Promise<void> {
    const { reception } = this.houses.of(of);
    const knock = knockOf(request);
    const turnedAway = await this.door.open(knock);
    if (turnedAway) return this.answer(reply, knock, 401, turnedAway);
    const { keys } = (request.body ?? {}) as { keys?: unknown };
    if (!Array.isArray(keys) || keys.length > keysMax || !keys.every((key) => typeof key === 'string'))
      return this.answer(reply, knock, 400, { code: '1000', message: `keys 须为不超过 ${keysMax} 个的文本列表` });
    await this.answer(reply, knock, 200, { answers: keys.map((key) => reception.answerTo(key)) });
  }

  /** A page of all it holds, in the order of the keys' bytes, as `GET holdings` gives it. */
  @Post('holdings')
  @HttpCode(200)
  async held(@Req() request: RawRequest, @Res() reply: FastifyReply, @Param('body') of?: string): Promise<void> {
    const house = this.houses.of(of);
    const knock = knockOf(request);
    const turnedAway = await this.door.open(knock);
    if (turnedAway) return this.answer(reply, knock, 401, turnedAway);
    const { after = '', limit = 100 } = (request.body ?? {}) as { after?: unknown; limit?: unknown };
    if (typeof after !== 'string' || !Number.isSafeInteger(limit) || Number(limit) < 1)
      return this.answer(reply, knock, 400, {
        code: '1000',
        message: `after 须为文本，limit 须为 1 至 ${holdingsLimitMax} 的整数`,
      });
    await this.answer(reply, knock, 200, this.holdings.page(house, after, Number(limit)));
  }

  private async answer(reply: FastifyReply, knock: Knock, status: number, body: object): Promise<void> {
    const text = JSON.stringify(body);
    await reply
      .status(status)
      .headers(this.door.sign(status, text, knock))
      .send(text);
  }
}

function refused(reception: Reception, body: unknown): Promise<Answer> {
  const { idempotencyKey } = (body ?? {}) as { idempotencyKey?: unknown };
  return reception.sendBack(typeof idempotencyKey === 'string' ? idempotencyKey : null, {
    code: '1001',
    message: '未查询到主体或查询到的主体信息不匹配',
    fields: [],
  });
}

const knockOf = ({ method, headers, url, rawBody }: RawRequest): Knock => ({
  method,
  authority: headers.host ?? '',
  path: url,
  headers,
  bytes: rawBody ?? Buffer.alloc(0),
});
