import { Controller, Get, HttpStatus, Param, Query, Res } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiBearerAuth, ApiOkResponse, ApiOperation, ApiServiceUnavailableResponse, ApiTags } from '@nestjs/swagger';
import { Allow } from '../access';
import { CreditStatusView, toCreditStatusView } from './credit-status.view';
import { CreditStatusDto, GetCreditStatus } from './get-credit-status.query';

/** As much of an HTTP reply as is needed here. */
interface Reply {
  status(code: number): unknown;
}

@ApiTags('信用状态')
@ApiBearerAuth()
@Controller('subjects/:uscc/status')
export class CreditStatusController {
  constructor(private readonly queries: QueryBus) {}

  @Get()
  @Allow('read-status')
  @ApiOperation({ summary: '查询单位信用状态、得分及其构成' })
  @ApiOkResponse({ type: CreditStatusView })
  @ApiServiceUnavailableResponse({ type: CreditStatusView, description: '暂不能作答（status 为 cannot-answer）' })
  async status(
    @Param('uscc') uscc: string,
    @Query() at: CreditStatusDto,
    @Res({ passthrough: true }) reply: Reply,
  ): Promise<CreditStatusView> {
    const answer = await this.queries.execute(new GetCreditStatus(uscc, at));
    if (answer.status === 'cannot-answer') reply.status(HttpStatus.SERVICE_UNAVAILABLE);
    return toCreditStatusView(answer);
  }
}
