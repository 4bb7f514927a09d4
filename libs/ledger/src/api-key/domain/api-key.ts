import { type Day, derivedId, Refusal, sameContent } from '../../shared';
import { type ApiKeyEvent, apiKeyEvents, type ApiKeyIssued } from './api-key.events';

/** One key, one stream, named by its fingerprint. */
export const streamOf = (fingerprint: string): string => `${apiKey.category}-${fingerprint}`;

export type IssuedKey = ApiKeyIssued['data'];

export type ApiKeyState =
  | { readonly status: 'absent' }
  | { readonly status: 'issued'; readonly key: IssuedKey }
  | { readonly status: 'revoked'; readonly key: IssuedKey; readonly revokedOn: Day };

const initial: ApiKeyState = { status: 'absent' };

function evolve(state: ApiKeyState, event: ApiKeyEvent): ApiKeyState {
  switch (event.type) {
    case 'ApiKeyIssued':
      return { status: 'issued', key: event.data };
    case 'ApiKeyRevoked':
      return state.status === 'absent' ? state : { status: 'revoked', key: state.key, revokedOn: event.data.revokedOn };
  }
}

export const apiKey = {
  category: 'apiKey',
  receiptIdOf: (fingerprint: string): string => derivedId('apiKey', fingerprint),
  initial: initial as ApiKeyState,
  evolve,
  ...apiKeyEvents,
};

/** A key is issued once; said again, on whatever day, it stays quiet. Refusal: `exists-with-different-content`. */
export const issue =
  (wanted: IssuedKey) =>
  (state: ApiKeyState): ApiKeyEvent[] => {
    if (state.status === 'absent') return [{ type: 'ApiKeyIssued', data: wanted }];
    const { issuedOn, foundInUse } = state.key;
    return sameContent(state.key, { ...wanted, issuedOn, foundInUse }, 'key');
  };

/**
 * A key that the log does not know, and that lets somebody in all the same, is written down first: so it is known who was let in.
 * Revoked is revoked: said again, for whatever reason, it stays quiet. Refusal: `api-key-not-found`.
 *
 * @param inUse the key as it stands where keys are looked up, if it stands there
 */
export const revoke =
  (fingerprint: string, order: { readonly reason: string; readonly revokedOn: Day }, inUse: IssuedKey | undefined) =>
  (state: ApiKeyState): ApiKeyEvent[] => {
    if (state.status === 'revoked') return [];
    const key = state.status === 'absent' ? inUse : state.key;
    if (key === undefined) throw new Refusal('api-key-not-found', { fingerprint });
    const { keyHash } = key;
    const revoked: ApiKeyEvent = { type: 'ApiKeyRevoked', data: { subjectId: null, fingerprint, keyHash, ...order } };
    return state.status === 'absent' ? [{ type: 'ApiKeyIssued', data: key }, revoked] : [revoked];
  };
