import type { Context } from '@app/event-store';
import { Body, Controller, HttpCode, Param, Post } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiBearerAuth, ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Allow, CommandContext } from '../access';
import { ParseId, Receipt } from '../application';
import { ConfirmRectification, ConfirmRectificationDto } from './confirm-rectification.command';
import { RecordMajorFireHazard, RecordMajorFireHazardDto } from './record-major-fire-hazard.command';

@ApiTags('重大火灾隐患')
@ApiBearerAuth()
@Controller('major-fire-hazards')
export class MajorFireHazardController {
  constructor(private readonly commands: CommandBus) {}

  @Post()
  @Allow('record-enforcement')
  @ApiOperation({ summary: '记录重大火灾隐患' })
  @ApiCreatedResponse({ type: Receipt })
  record(@Body() body: RecordMajorFireHazardDto, @CommandContext() context: Context): Promise<Receipt> {
    return this.commands.execute(new RecordMajorFireHazard(body, context));
  }

  @Post(':hazardId/rectification')
  @HttpCode(200)
  @Allow('record-enforcement')
  @ApiOperation({ summary: '重大火灾隐患销案' })
  @ApiOkResponse({ type: Receipt })
  confirmRectification(
    @Param('hazardId', ParseId) hazardId: string,
    @Body() body: ConfirmRectificationDto,
    @CommandContext() context: Context,
  ): Promise<Receipt> {
    return this.commands.execute(new ConfirmRectification(hazardId, body, context));
  }
}
