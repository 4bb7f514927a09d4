import { Controller, Get, Param, Query, Res } from '@nestjs/common';
import { ApiBearerAuth, ApiOkResponse, ApiOperation, ApiServiceUnavailableResponse, ApiTags } from '@nestjs/swagger';
import { Allow } from '../access';
import { type Reply, reply } from '../application';
import { CreditStatusView, toCreditStatusView } from './credit-status.view';
import { CreditStatusDto, CreditStatusReader } from './get-credit-status.query';

@ApiTags('信用状态')
@ApiBearerAuth()
@Controller('subjects/:uscc/status')
export class CreditStatusController {
  constructor(private readonly statuses: CreditStatusReader) {}

  @Get()
  @Allow('read-status')
  @ApiOperation({ summary: '查询单位信用状态、得分及其构成' })
  @ApiOkResponse({ type: CreditStatusView })
  @ApiServiceUnavailableResponse({ type: CreditStatusView, description: '暂不能作答（status 为 cannot-answer）' })
  async status(
    @Param('uscc') uscc: string,
    @Query() at: CreditStatusDto,
    @Res({ passthrough: true }) to: Reply,
  ): Promise<CreditStatusView> {
    const answer = await this.statuses.statusOf(uscc, at);
    return reply(toCreditStatusView(answer), to);
  }
}
