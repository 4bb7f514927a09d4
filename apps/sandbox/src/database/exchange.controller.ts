import { Controller, HttpCode, Post } from '@nestjs/common';
import { ExchangeDesk, type Round } from './exchange-desk';

/** A lever: to look into the exchange database now, and know when it is done. */
@Controller('control/exchange')
export class ExchangeController {
  constructor(private readonly desk: ExchangeDesk) {}

  @Post('rounds')
  @HttpCode(200)
  round(): Promise<Round> {
    return this.desk.round();
  }
}
