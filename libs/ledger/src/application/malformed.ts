import { BadRequestException } from '@nestjs/common';
import { messageOf, Refusal, type RefusalCode } from '../shared';

/** One field that is at fault, in the caller's own words. */
export interface FieldAtFault {
  readonly field: string;
  readonly code: RefusalCode;
  readonly message: string;
}

const fieldMax = 100;

/** The fault as an answer names it. A field that somebody made up may have a long name: its beginning is enough. */
export const atFault = (field: string, refusal: Refusal): FieldAtFault => ({
  field: field.slice(0, fieldMax),
  code: refusal.code,
  message: messageOf(refusal),
});

/** A request that is malformed, with every field at fault: `request-malformed`. */
export const malformed = (fields: readonly FieldAtFault[]): BadRequestException =>
  new BadRequestException({ message: 'request-malformed', fields });
