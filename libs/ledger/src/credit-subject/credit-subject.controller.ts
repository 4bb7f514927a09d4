import type { Context } from '@app/event-store';
import { Body, Controller, HttpCode, Param, Post } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiBearerAuth, ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Allow, CommandContext } from '../access';
import { Receipt } from '../application';
import { RegisterCreditSubject, RegisterCreditSubjectDto } from './register-credit-subject.command';
import { RenameCreditSubject, RenameCreditSubjectDto } from './rename-credit-subject.command';

@ApiTags('信用主体')
@ApiBearerAuth()
@Controller('subjects')
export class CreditSubjectController {
  constructor(private readonly commands: CommandBus) {}

  @Post()
  @Allow('record-enforcement')
  @ApiOperation({ summary: '登记信用主体' })
  @ApiCreatedResponse({ type: Receipt })
  register(@Body() body: RegisterCreditSubjectDto, @CommandContext() context: Context): Promise<Receipt> {
    return this.commands.execute(new RegisterCreditSubject(body, context));
  }

  @Post(':uscc/renaming')
  @HttpCode(200)
  @Allow('record-enforcement')
  @ApiOperation({ summary: '信用主体名称变更' })
  @ApiOkResponse({ type: Receipt })
  rename(
    @Param('uscc') uscc: string,
    @Body() body: RenameCreditSubjectDto,
    @CommandContext() context: Context,
  ): Promise<Receipt> {
    return this.commands.execute(new RenameCreditSubject(uscc, body, context));
  }
}
