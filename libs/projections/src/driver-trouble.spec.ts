import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import pg from 'pg';
import { driverSentences, isDriverTrouble } from './driver-trouble';

describe('trouble of the driver', () => {
  it.each(driverSentences)('is said in these words by the driver that is installed: %s', (sentence) => {
    const said = [join(dirname(require.resolve('pg')), 'client.js'), require.resolve('pg-pool')]
      .map((file) => readFileSync(file, 'utf8'))
      .join();
    expect(said).toContain(`Error('${sentence}'`);
    expect(isDriverTrouble(new Error(sentence))).toBe(true);
  });

  it.each([
    ['an error of ours about a connection', new Error('the connection between paper and decision is missing')],
    ['the same words inside others', new Error('refused: Connection terminated')],
    ['the same words from the database', new pg.DatabaseError('timeout expired', 1, 'error')],
    ['an error of another class', new TypeError('timeout expired')],
    ['no error', 'timeout expired'],
  ])('is not %s', (_what, error) => {
    expect(isDriverTrouble(error)).toBe(false);
  });
});
