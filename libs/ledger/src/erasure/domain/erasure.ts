import { type Refusal, sameContent } from '../../shared';
import { type ErasureEvent, erasureEvents, type PersonalDataErased } from './erasure.events';

/** One key, one stream: it is destroyed once. */
export const streamOf = (keyId: string): string => `${erasure.category}-${keyId}`;

export type ErasureState =
  { readonly status: 'kept' } | { readonly status: 'erased'; readonly erasure: PersonalDataErased['data'] };

const initial: ErasureState = { status: 'kept' };

function evolve(_state: ErasureState, event: ErasureEvent): ErasureState {
  return { status: 'erased', erasure: event.data };
}

export const erasure = { category: 'personalData', initial: initial as ErasureState, evolve, ...erasureEvents };

/**
 * Said again it stays quiet, whatever stands in its way today: what was erased is erased.
 * Refusals in this order: `exists-with-different-content` (erased on another paper); the obstacle.
 *
 * @param obstacle what stands in the way today, if anything; see `erasureObstacle`.
 */
export const erase =
  (wanted: PersonalDataErased['data'], obstacle: Refusal | undefined) =>
  (state: ErasureState): ErasureEvent[] => {
    if (state.status === 'erased') return sameContent(state.erasure, wanted, 'documentNumber');
    if (obstacle) throw obstacle;
    return [{ type: 'PersonalDataErased', data: wanted }];
  };
