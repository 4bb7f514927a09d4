import { BadRequestException, Controller, Get, Param, Query } from '@nestjs/common';
import { Holdings } from './holdings';
import { Houses } from './houses';

/** What it holds, for who was telling it to compare with what he told. */
@Controller(['holdings', 'bodies/:body/holdings'])
export class HoldingsController {
  constructor(
    private readonly houses: Houses,
    private readonly holdings: Holdings,
  ) {}

  /** In the order of the keys' bytes: `?after=` the last key of the page before, `?limit=` (100, at most 1000). */
  @Get()
  page(@Query('after') after = '', @Query('limit') limit = '100', @Param('body') of?: string) {
    if (!/^\d{1,15}$/.test(limit)) throw new BadRequestException('分页参数必须是非负整数');
    return this.holdings.page(this.houses.of(of), after, Number(limit));
  }
}
