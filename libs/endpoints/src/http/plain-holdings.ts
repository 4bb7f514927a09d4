import { type BodyHoldings, fingerprintOf, type HeldRow, type ToldContent } from '@app/outbox';
import { ask } from '../ask';
import type { Saying } from '../body-message';
import { pageBytesMax, pageIn, pageRows, pagesOf } from '../holdings-page';
import type { PlainOptions } from './plain-endpoint';

/** What a body holds, over plain HTTP: `GET holdings` below its address, page by page. */
export class PlainHoldings implements BodyHoldings {
  readonly name: string;
  private readonly saying: Saying;
  private readonly address: string;
  private readonly timeoutMs: number;

  constructor({ name, saying, url, timeoutMs = 30_000 }: PlainOptions) {
    this.name = name;
    this.saying = saying;
    this.address = new URL('holdings', url.endsWith('/') ? url : `${url}/`).href;
    this.timeoutMs = timeoutMs;
  }

  pages(signal: AbortSignal): AsyncGenerator<readonly HeldRow[]> {
    return pagesOf(async (after) => {
      const address = `${this.address}?limit=${pageRows}&after=${encodeURIComponent(after)}`;
      return pageIn(await ask(address, { signal, timeoutMs: this.timeoutMs, bytesMax: pageBytesMax }));
    });
  }

  fingerprintOf({ kind, document }: ToldContent): string {
    return fingerprintOf(this.saying({ kind, document, key: '', position: 0 }).fields);
  }
}
