import { Readable } from 'node:stream';
import { finished } from 'node:stream/promises';
import { Controller, Headers, HttpCode, Post, Query, Req, StreamableFile, type Type } from '@nestjs/common';
import {
  ApiBearerAuth,
  ApiBody,
  ApiConsumes,
  ApiOkResponse,
  ApiOperation,
  ApiProduces,
  ApiQuery,
  ApiTags,
} from '@nestjs/swagger';
import { Allow, type CalledRequest, callerOf } from '../access';
import { Refusal } from '../shared';
import { FILE_MEDIA_TYPES } from '../sheet-file';
import { gathered } from './gathered';
import { Intake } from './intake';
import { INTAKE_PATH } from './intake-body';
import type { IntakeLine } from './intake-line';

const NDJSON = 'application/x-ndjson';

/** Takes in files of these kinds. The class is made from them, because its description names them. */
export function intakeController(kinds: readonly string[]): Type {
  @ApiTags('批量接收')
  @ApiBearerAuth()
  @Controller(INTAKE_PATH)
  class IntakeController {
    constructor(private readonly intake: Intake) {}

    @Post()
    @HttpCode(200)
    @Allow('record-enforcement')
    @ApiOperation({
      summary: '接收一个 CSV 或 xlsx 文件：处罚、承诺、隐患、抽查或主体',
      description:
        '表头为中文；CSV 为 UTF-8（有无 BOM 均可）、GB18030 或带标记的 UTF-16，单元格之间为逗号、分号或制表符；xlsx 读可见的工作表。' +
        '答复为逐行 JSON：opened，然后按文件顺序列出未记录的行（rejected、already-recorded）和 progress，最后一行是 summary；' +
        '中途出错时最后一行是 error，说明已办理多少、还有多少未处理。没有 summary 就是没有完成，重新发送即可，不会重复记录。' +
        '各行的 row 是第几条（从1起，不计表头和空行），sheetRow 是电子表格所显示的行号。',
    })
    @ApiQuery({ name: 'kind', required: false, enum: [...kinds], description: '不填则从表头识别' })
    @ApiConsumes(...FILE_MEDIA_TYPES)
    @ApiBody({ schema: { type: 'string', format: 'binary' } })
    @ApiProduces(NDJSON)
    @ApiOkResponse({ description: '逐行 JSON', content: { [NDJSON]: { schema: { type: 'string' } } } })
    async receive(
      @Query('kind') kind: string | string[] | undefined,
      @Headers('content-type') mediaType: string | undefined,
      @Req() request: CalledRequest & { readonly body: unknown },
    ): Promise<StreamableFile> {
      if (!(request.body instanceof Readable)) throw new Refusal('file-unreadable');
      const { body } = request;
      const { recordsFor, ...actor } = callerOf(request);
      const sender = { actor, recordsFor, requestId: request.id, mediaType };
      try {
        const lines = await this.intake.takeIn(withoutClosing(body), kind === undefined ? null : String(kind), sender);
        return new StreamableFile(Readable.from(written(lines, body), { objectMode: false }), { type: NDJSON });
      } catch (error) {
        await readOut(body);
        throw error;
      }
    }
  }
  return IntakeController;
}

/** A file that is not read to its end must not take the connection with it: the answer still has to go out on it. */
async function* withoutClosing(body: Readable): AsyncGenerator<Uint8Array, void, undefined> {
  try {
    yield* gathered(body);
  } finally {
    body.resume();
  }
}

/**
 * Reads the rest of a file and throws it away. An answer that ends before the file closes the connection on a sender that is
 * still writing, and the sender may never see the answer.
 */
async function readOut(body: Readable): Promise<void> {
  body.resume();
  await finished(body, { writable: false }).catch(() => undefined); // the sender went away: nobody waits for an answer
}

/** Lines of one chunk go out together, in pieces of a moderate size. */
async function* written(lines: AsyncIterable<IntakeLine>, body: Readable): AsyncGenerator<string, void, undefined> {
  let piece = '';
  for await (const line of lines) {
    piece += `${JSON.stringify(line)}\n`;
    if ('outcome' in line && piece.length < pieceCharacters) continue;
    yield piece;
    piece = '';
  }
  await readOut(body);
}

const pieceCharacters = 64 * 1024;
