import { Controller, Delete, HttpCode, Post } from '@nestjs/common';
import { Inbox } from './inbox';

/** Levers of the platform by files, which the real one does not have. */
@Controller('control/inbox')
export class InboxController {
  constructor(private readonly inbox: Inbox) {}

  /** Judges every batch that stands there now, also when answers come later. */
  @Post('decisions')
  @HttpCode(200)
  async decide(): Promise<{ decided: number }> {
    return { decided: await this.inbox.decide() };
  }

  /** Takes every batch away without a look at it. */
  @Delete()
  async forget(): Promise<{ forgotten: number }> {
    return { forgotten: await this.inbox.forget() };
  }
}
