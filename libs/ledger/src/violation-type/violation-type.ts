import { normaliseName } from '../shared';
import table from './violation-types.json';

/** A violation of chapter 6 of 消防法 (2021). Codes `FPL-<article>-<paragraph>-<item>` are ours. */
export interface ViolationType {
  readonly code: string;
  /** Short name. */
  readonly label: string;
  /** The longer statutory wording that decisions and feeds print, where it differs. */
  readonly wording?: string;
  /** The provision that names the violation. */
  readonly article: string;
}

export const violationTypes: readonly ViolationType[] = table;

const byText = new Map(
  violationTypes.flatMap((type) =>
    [type.code, type.label, type.wording ?? type.label].map((text) => [normaliseName(text), type] as const),
  ),
);

/** By code, label or statutory wording; undefined when it is none of ours: decisions may name violations of other laws. */
export function violationTypeOf(text: string): ViolationType | undefined {
  const wanted = normaliseName(text);
  return byText.get(wanted) ?? byText.get(wanted.toUpperCase());
}

/** The violation that a decision names, by its code (`FPL-…`): in its remark, else in its violation; null: none that we know. */
export const violationCodeIn = (remark: string | null, violationType: string): string | null =>
  (violationTypeOf(remark ?? '') ?? violationTypeOf(violationType))?.code ?? null;
