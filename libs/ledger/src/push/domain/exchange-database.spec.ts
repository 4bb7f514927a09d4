import { specFor } from '../../../../../test/support/given-when-then';
import { exchangeDatabase, findRestored, reviewRestoration } from './exchange-database';

const { given } = specFor(exchangeDatabase);
const endpoint = 'credit-hebei';
const lost = (lostBatch: string, foundOn = '2026-06-15') => ({ endpoint, lostBatch, foundOn });
const found = (lostBatch: string, foundOn?: string) =>
  ({ type: 'ExchangeDatabaseFoundRestored', data: { subjectId: null, ...lost(lostBatch, foundOn) } }) as const;
const review = { endpoint, reason: '平台已说明', reviewedOn: '2026-06-16' };
const reviewed = { type: 'ExchangeRestorationReviewed', data: { subjectId: null, ...review } } as const;

it('a restore is work of an operator until somebody has looked after it', () => {
  given()
    .when(findRestored(lost('a')))
    .then(found('a'));
  given(found('a')).waitsFor({ what: 'exchange-database-restored', whose: 'operator', until: '2026-06-16' });
  given(found('a')).when(reviewRestoration(review)).then(reviewed);
  given(found('a'), reviewed).waitsFor();
});

it('a restore is found once, and another one anew', () => {
  given(found('a'))
    .when(findRestored(lost('a', '2026-06-17')))
    .thenNothing();
  given(found('a'), reviewed)
    .when(findRestored(lost('a')))
    .thenNothing();
  given(found('a'), reviewed)
    .when(findRestored(lost('b')))
    .then(found('b'));
});

it('the day of the first one counts while nobody has looked', () => {
  given(found('a'), found('b', '2026-06-18')).waitsFor({ until: '2026-06-16' });
});

it('nothing waits for a review: quiet', () => {
  given().when(reviewRestoration(review)).thenNothing();
});
