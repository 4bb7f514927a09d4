import { specFor } from '../../../../../test/support/given-when-then';
import { apiKey, issue, revoke } from './api-key';
import { examples } from './api-key.examples';
import type { ApiKeyEvent } from './api-key.events';

const { given } = specFor(apiKey);
const key = examples.ApiKeyIssued;
const { fingerprint } = key;
const issued: ApiKeyEvent = { type: 'ApiKeyIssued', data: key };
const revoked: ApiKeyEvent = { type: 'ApiKeyRevoked', data: examples.ApiKeyRevoked };
const order = { reason: '人员调离', revokedOn: '2027-03-01' };

describe('issuing a key', () => {
  it('issues it', () => {
    given().when(issue(key)).then(issued);
  });
  it('stays quiet when repeated, on whatever day', () => {
    given(issued)
      .when(issue({ ...key, issuedOn: '2026-12-01' }))
      .thenNothing();
  });
  it('stays quiet about one that was revoked: it comes back by no way', () => {
    given(issued, revoked).when(issue(key)).thenNothing();
  });
  it('refuses the same key for somebody else', () => {
    given(issued)
      .when(issue({ ...key, holder: '李经办' }))
      .thenRefused('exists-with-different-content');
  });
});

describe('revoking a key', () => {
  it('revokes it', () => {
    given(issued)
      .when(revoke(fingerprint, order, undefined))
      .then(revoked);
  });
  it('stays quiet when repeated, for whatever reason', () => {
    given(issued, revoked)
      .when(revoke(fingerprint, { ...order, reason: '遗失' }, undefined))
      .thenNothing();
  });
  it('writes one down first that the log does not know', () => {
    given()
      .when(revoke(fingerprint, order, { ...key, foundInUse: true }))
      .then({ type: 'ApiKeyIssued', data: { ...key, foundInUse: true } }, revoked);
  });
  it('refuses one that nobody knows', () => {
    given()
      .when(revoke(fingerprint, order, undefined))
      .thenRefused('api-key-not-found');
  });
});
