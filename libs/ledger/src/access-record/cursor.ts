import { Refusal } from '../shared';
import type { AccessPlace } from './access-records';

const instant = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{6}Z$/;
const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** Where a page of access records ends, as one word for the address of the next. */
export const cursorOf = ({ at, id }: AccessPlace): string => Buffer.from(`${at} ${id}`, 'utf8').toString('base64url');

/** Refusal: `cursor-invalid`, at `after`. */
export function readCursor(cursor: string): AccessPlace {
  const [at = '', id = '', more] = Buffer.from(cursor, 'base64url').toString('utf8').split(' ');
  if (more !== undefined || !instant.test(at) || !uuid.test(id) || Number.isNaN(Date.parse(at)))
    throw new Refusal('cursor-invalid', {}, 'after');
  return { at, id };
}
