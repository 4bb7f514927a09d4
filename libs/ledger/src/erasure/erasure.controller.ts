import type { Context } from '@app/event-store';
import { Body, Controller, Post } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiBearerAuth, ApiCreatedResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Allow, CommandContext } from '../access';
import { Receipt } from '../application';
import { ErasePersonalData, ErasePersonalDataDto } from './erase-personal-data.command';

@ApiTags('个人信息')
@ApiBearerAuth()
@Controller('personal-data/erasures')
export class ErasureController {
  constructor(private readonly commands: CommandBus) {}

  @Post()
  @Allow('erase-personal-data')
  @ApiOperation({
    summary: '删除个人信息',
    description: '销毁此人的密钥，其姓名、证件号码等在台账、查询、推送及各副本中即不可读；记录本身和各项校验不变。',
  })
  @ApiCreatedResponse({ type: Receipt })
  erase(@Body() body: ErasePersonalDataDto, @CommandContext() context: Context): Promise<Receipt> {
    return this.commands.execute(new ErasePersonalData(body, context));
  }
}
