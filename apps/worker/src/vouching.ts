import type { Restoration, Restorations } from '@app/ledger';
import type { ServerLine } from '@app/ledger-database';
import { type Sealer, type Seals, type SealState, settledByBranch } from '@app/sealing';

export interface VouchingOptions {
  readonly restorations: Pick<Restorations, 'state'>;
  readonly sealer: Pick<Sealer, 'canSign' | 'isSigner' | 'looks'> & {
    readonly alarm: Pick<Sealer['alarm'], 'standing'>;
  };
  readonly seals: Pick<Seals, 'knowsKeys' | 'state'>;
  /** Counts the servers that took over from another. */
  readonly line: Pick<ServerLine, 'changes'>;
}

/** So long an answer is good: a check that begins takes hold within it. Our default. */
const askedAgainMs = 1_000;

/**
 * Whether anything may leave. A database that was put back, or lost something when another server took over, tells another history than the
 * one that was signed. Nothing is sent of it before the signer has compared it with what it remembers, and nothing while people check what came
 * back. Where nobody signs, nobody can tell: then everything leaves.
 *
 * The signer's word counts anew after each start, and after each server that takes over.
 */
export class Vouching {
  private restored: { readonly state: Restoration; readonly at: number } | undefined;
  private goodUntil = -Infinity;
  /** On which server the signer's word is awaited, and what will be one. */
  private awaited:
    { readonly changes: number; readonly looks: number; readonly lookedAt: number | undefined } | undefined;
  private isProven = false;

  constructor(private readonly options: VouchingOptions) {}

  /** What the log says of restores, at most a second old. */
  async restorations(): Promise<Restoration> {
    if (!this.restored || performance.now() - this.restored.at >= askedAgainMs)
      this.restored = { state: await this.options.restorations.state(), at: performance.now() };
    return this.restored.state;
  }

  /** @throws when it cannot be asked: then nothing leaves */
  async mayLeave(): Promise<boolean> {
    const isSame = this.awaited?.changes === this.options.line.changes;
    if (isSame && performance.now() < this.goodUntil) return true;
    const may = (await this.signerAgrees()) && (await this.restorations()).open === null;
    if (may) this.goodUntil = performance.now() + askedAgainMs;
    return may;
  }

  private async signerAgrees(): Promise<boolean> {
    const { sealer, seals, line } = this.options;
    const state = seals.knowsKeys ? await seals.state() : undefined;
    if (this.awaited?.changes !== line.changes) this.await(state?.lookedAt ?? null);
    if (!state) return true;
    const { standing } = sealer.alarm;
    const code = standing?.code ?? /^[a-z-]+/.exec(state.alarm ?? '')?.[0] ?? '';
    if (settledByBranch.has(code)) return false;
    this.isProven ||= standing !== undefined || this.isHeard(state);
    return this.isProven;
  }

  /** A look that was under way at the server before is no word on this one: of the own signer two are awaited then. */
  private await(lookedAt: Date | null): void {
    const { sealer, line } = this.options;
    const looks = this.awaited ? sealer.looks + 2 : 1;
    this.awaited = { changes: line.changes, looks, lookedAt: lookedAt?.getTime() };
    this.isProven = false;
    this.goodUntil = -Infinity;
  }

  private isHeard({ lookedAt }: SealState): boolean {
    const { sealer } = this.options;
    if (!this.awaited) return false;
    if (sealer.isSigner) return sealer.looks >= this.awaited.looks;
    // A signer of the build before says nothing of its looks.
    return lookedAt === null ? !sealer.canSign : lookedAt.getTime() !== this.awaited.lookedAt;
  }
}
