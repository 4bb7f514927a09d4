import { Refusal } from '../shared';
import { BODY_IDS, type BodyId } from './told';

/** A body that the table of who is told what knows, by its name. Refusal: `push-body-unknown`. */
export function knownBody(body: string): BodyId {
  const known = BODY_IDS.find((id) => id === body);
  if (known === undefined) throw new Refusal('push-body-unknown');
  return known;
}
