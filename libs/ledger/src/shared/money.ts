import { Refusal } from './refusal';
import { storableText } from './storable-text';

/** 1 万元 = 10,000 yuan = 1,000,000 fen, so the six decimals of the push record are exactly fen. */
const FEN_PER_WAN = 1_000_000;
/** Up to 999,999.999999 万元: ten billion yuan, far above any fire penalty (30 万元) and far below what a number holds. */
const WRITTEN = /^(\d{1,6})(?:\.(\d{1,6}))?$/;

/**
 * An amount in 万元 as decimal text -> whole fen. No floating point on the way.
 * Refusals in this order: that of `storableText`, `required`, `number-invalid` (not plain decimal digits, negative, below a fen, a million 万元 or more).
 */
export function parseWan(text: string): number {
  const written = storableText(text).replace('．', '.');
  if (written === '') throw new Refusal('required');
  const parts = WRITTEN.exec(written);
  if (parts === null) throw new Refusal('number-invalid');
  return Number(parts[1]) * FEN_PER_WAN + Number((parts[2] ?? '').padEnd(6, '0'));
}

/** Whole fen (not negative) -> 万元 with six decimals, as the push record wants it. */
export function formatWan(fen: number): string {
  if (!Number.isSafeInteger(fen) || fen < 0) throw new RangeError(`formatWan: ${fen} is no amount in fen`);
  return `${Math.floor(fen / FEN_PER_WAN)}.${String(fen % FEN_PER_WAN).padStart(6, '0')}`;
}
