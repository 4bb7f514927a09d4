import type { DossierSnapshot } from '../credit-dossier';

/** Older than this, a read model no longer speaks for the ledger. Our default: 15 s. */
export const staleAfterMs = Number(process.env.STALE_AFTER_MS ?? 15_000);

/** Why the read model cannot answer for this subject now; undefined when it can. Neither stale nor cut short reads as clear. */
export function whyNoAnswer({ stoppedBy, ageMs, stopped }: DossierSnapshot, subjectId: string): string | undefined {
  if (stoppedBy !== null) return 'read-model-stopped';
  if (stopped.has(subjectId)) return 'subject-stopped';
  if (!(ageMs <= staleAfterMs)) return 'read-model-behind'; // also when either is no number
  return undefined;
}
