import type { Context } from '@app/event-store';
import { Controller, Get, Param, Query, Res } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiBearerAuth, ApiOkResponse, ApiOperation, ApiServiceUnavailableResponse, ApiTags } from '@nestjs/swagger';
import { Allow, CommandContext, Shows } from '../access';
import { OptionalText, type Reply, reply } from '../application';
import { isPerson, parseSubjectId, readField, optionalText } from '../shared';
import { AskPersonStatus } from './ask-person-status.command';
import { CreditStatusView, toCreditStatusView } from './credit-status.view';
import { CreditStatusDto, CreditStatusReader } from './get-credit-status.query';

export class SubjectStatusDto extends CreditStatusDto {
  @OptionalText('查询目的；按编号查询自然人（person-…）时必填，与查询人一并留存', 400)
  purpose?: string;
}

@ApiTags('信用状态')
@ApiBearerAuth()
@Controller('subjects/:uscc/status')
export class CreditStatusController {
  constructor(
    private readonly commands: CommandBus,
    private readonly statuses: CreditStatusReader,
  ) {}

  @Get()
  @Allow('read-status')
  @Shows<CreditStatusView>(({ uscc, status }, { purpose }) => [
    {
      subjectId: uscc,
      status,
      purpose: typeof purpose === 'string' ? (optionalText(purpose) ?? undefined) : undefined,
    },
  ])
  @ApiOperation({ summary: '查询单位信用状态、得分及其构成' })
  @ApiOkResponse({ type: CreditStatusView })
  @ApiServiceUnavailableResponse({ type: CreditStatusView, description: '暂不能作答（status 为 cannot-answer）' })
  async status(
    @Param('uscc') uscc: string,
    @Query() { purpose, ...at }: SubjectStatusDto,
    @CommandContext() context: Context,
    @Res({ passthrough: true }) to: Reply,
  ): Promise<CreditStatusView> {
    const subjectId = readField('uscc', () => parseSubjectId(uscc));
    readField('purpose', () => optionalText(purpose)); // it goes on record, whoever is asked about
    const answer = isPerson(subjectId)
      ? await this.commands.execute(new AskPersonStatus(subjectId, purpose, at, context))
      : await this.statuses.statusOf(subjectId, at);
    return reply(toCreditStatusView(answer), to);
  }
}
