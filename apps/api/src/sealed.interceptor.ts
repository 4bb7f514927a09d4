import { Refusal, sealedUntil } from '@app/ledger';
import { SealContradicted, Sealer, Seals, TileMissing } from '@app/sealing';
import { type CallHandler, type ExecutionContext, Injectable, type NestInterceptor } from '@nestjs/common';
import { mergeMap, type Observable } from 'rxjs';

interface Request {
  readonly method: string;
  readonly query: Readonly<Record<string, unknown>>;
}

/** After so long the answer is given without a checkpoint; it is usually a second. Our default. */
export const sealedMaxMs = 10_000;

/**
 * `?sealed=true` on an order: the answer waits until a signed checkpoint covers what was recorded, and says which: `sealed.entry` and
 * `sealed.size`. From then on it cannot be taken back without trace. `sealed: null`: it is recorded, and not signed within ten seconds.
 *
 * Refusals, in this order, before anything is recorded: `sealed-invalid`; `seal-key-missing` nobody signs here.
 */
@Injectable()
export class SealedInterceptor implements NestInterceptor {
  constructor(
    private readonly seals: Seals,
    private readonly sealer: Sealer,
  ) {}

  intercept(context: ExecutionContext, next: CallHandler<unknown>): Observable<unknown> {
    const { method, query } = context.switchToHttp().getRequest<Request>();
    const { sealed } = query;
    if (sealed === undefined || method === 'GET') return next.handle();
    if (sealed !== 'true' && sealed !== 'false') throw new Refusal('sealed-invalid', {}, 'sealed');
    if (sealed === 'false') return next.handle();
    if (!this.seals.knowsKeys) throw new Refusal('seal-key-missing', {}, 'sealed');
    return next
      .handle()
      .pipe(
        mergeMap(async (answer) =>
          isReceipt(answer) ? { ...answer, sealed: await this.sealedAt(answer.position) } : answer,
        ),
      );
  }

  private async sealedAt(position: number): Promise<{ readonly entry: number; readonly size: number } | null> {
    try {
      const under = await sealedUntil({ seals: this.seals, sealer: this.sealer }, position, sealedMaxMs);
      return under ? { entry: under.entry, size: under.checkpoint.size } : null;
    } catch (error) {
      // It is recorded all the same; that nothing can be signed is what the alarm, health and metrics say.
      if (error instanceof SealContradicted || error instanceof TileMissing) return null;
      throw error;
    }
  }
}

const isReceipt = (answer: unknown): answer is { readonly position: number } =>
  typeof answer === 'object' && answer !== null && 'position' in answer && typeof answer.position === 'number';
