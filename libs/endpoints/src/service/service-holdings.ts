import { type BodyHoldings, fingerprintOf, type HeldRow, type ToldContent } from '@app/outbox';
import type { Saying } from '../body-message';
import { pageBytesMax, pageIn, pageRows, pagesOf } from '../holdings-page';
import type { SignedService } from './signed-service';

/** What a body holds, by its service: `POST v1/holdings`, page by page, each page signed by the body (`docs/exchange/service.md`). */
export class ServiceHoldings implements BodyHoldings {
  constructor(
    readonly name: string,
    private readonly saying: Saying,
    private readonly service: SignedService,
  ) {}

  pages(signal: AbortSignal): AsyncGenerator<readonly HeldRow[]> {
    return pagesOf(async (after) =>
      pageIn(await this.service.ask('v1/holdings', { after, limit: pageRows }, signal, pageBytesMax)),
    );
  }

  fingerprintOf({ kind, document }: ToldContent): string {
    return fingerprintOf(this.saying({ kind, document, key: '', position: 0 }).fields);
  }
}
