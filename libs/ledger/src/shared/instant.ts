import { Refusal } from './refusal';
import { storableText } from './storable-text';

const WRITTEN = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?(?:Z|[+-]\d{2}:\d{2})$/;

/**
 * An instant with its offset (`2026-05-06T08:00:00Z`, `…+08:00`) -> UTC with milliseconds, `…Z`. Without an offset it is
 * no instant. Refusals in this order: that of `storableText`, `required`, `instant-invalid`.
 */
export function parseInstant(text: string): string {
  const written = storableText(text).replace(' ', '+'); // an unescaped + of a query string arrives as a space
  if (written === '') throw new Refusal('required');
  const instant = WRITTEN.test(written) ? new Date(written) : undefined;
  if (!instant || Number.isNaN(instant.getTime())) throw new Refusal('instant-invalid');
  return instant.toISOString();
}
