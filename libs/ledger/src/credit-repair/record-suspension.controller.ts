import type { Context } from '@app/event-store';
import { Body, Controller, HttpCode, Param, Post } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiBearerAuth, ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Allow, CommandContext } from '../access';
import { ParseId, Receipt } from '../application';
import { EndRecordSuspension, EndRecordSuspensionDto } from './end-record-suspension.command';
import { SuspendCreditRecord, SuspendCreditRecordDto } from './suspend-credit-record.command';

@ApiTags('信用修复')
@ApiBearerAuth()
@Controller('record-suspensions')
export class RecordSuspensionController {
  constructor(private readonly commands: CommandBus) {}

  @Post()
  @Allow('decide-credit-repair')
  @ApiOperation({ summary: '重整（和解）计划执行期间暂停公示、共享和使用一条记录' })
  @ApiCreatedResponse({ type: Receipt })
  suspend(@Body() body: SuspendCreditRecordDto, @CommandContext() context: Context): Promise<Receipt> {
    return this.commands.execute(new SuspendCreditRecord(body, context));
  }

  @Post(':suspensionId/end')
  @HttpCode(200)
  @Allow('decide-credit-repair')
  @ApiOperation({ summary: '计划执行完毕，或者失败：失败则记录恢复' })
  @ApiOkResponse({ type: Receipt })
  end(
    @Param('suspensionId', ParseId) suspensionId: string,
    @Body() body: EndRecordSuspensionDto,
    @CommandContext() context: Context,
  ): Promise<Receipt> {
    return this.commands.execute(new EndRecordSuspension(suspensionId, body, context));
  }
}
