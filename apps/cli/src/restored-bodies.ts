import { createHash } from 'node:crypto';
import { DIFFERENCE_LABELS, type DifferenceFound, heldAgainstTold } from '@app/ledger';
import type { PersonalData } from '@app/personal-data';
import { stringify } from 'csv-stringify/sync';
import type { Pool } from 'pg';
import type { Body } from '../../composition/src/bodies';
import { fingerprinted } from '../../worker/src/fingerprinted';

export interface BodyCompared {
  readonly asked: boolean;
  readonly surplus: number;
  readonly lost: number;
  readonly differing: number;
  readonly listHash: string;
}

export const listHeadings = [
  ...['接收平台', '差异', '推送内容种类', '平台所用编号', '平台回执编号'],
  ...['机关代码', '文书号', '统一社会信用代码', '推送编号'],
];

/** A row of the list that people are shown; no cell begins as a formula does. */
export const listRow = (cells: readonly string[]): string =>
  stringify([cells.map((text) => (/^[=+\-@\t\r]/.test(text) ? `'${text}` : text))]);

/**
 * Asks a body for what it holds and lists what differs from what it was told, line by line. Nothing is sent and nothing recorded. A body that has no
 * list of what it holds is not asked: each message is asked for by its key before it leaves.
 *
 * @throws when the body could not be asked to the end
 */
export async function compareBody(
  { id, holdings }: Pick<Body, 'id' | 'holdings'>,
  of: { readonly pool: Pool; readonly personal: Pick<PersonalData, 'reveal'>; readonly today: string },
  csv: (text: string) => void,
): Promise<BodyCompared> {
  const listed = createHash('sha256');
  const counts = { surplus: 0, lost: 0, differing: 0 };
  if (!holdings) return { asked: false, ...counts, listHash: listed.digest('hex') };
  const client = await of.pool.connect();
  try {
    const { signal } = new AbortController();
    const fingerprintOf = (push: Parameters<typeof fingerprinted>[2]) => fingerprinted(holdings, of.personal, push);
    await heldAgainstTold({ holdings, fingerprintOf, client, signal }, of.today, (some) => {
      for (const found of some) {
        const line = listRow([id, ...cellsOf(found)]);
        listed.update(line);
        csv(line);
        const { difference } = found;
        counts[difference === 'surplus' || difference === 'lost' ? difference : 'differing'] += 1;
      }
    });
  } finally {
    client.release();
  }
  return { asked: true, ...counts, listHash: listed.digest('hex') };
}

function cellsOf({ difference, expected, held }: DifferenceFound): readonly string[] {
  const { authorityCode, documentNumber, subjectCode } = held?.paper ?? {};
  const texts = [
    ...[held?.kind ?? expected?.kind, held?.key ?? expected?.key, held?.receiptNumber ?? expected?.receiptNumber],
    ...[authorityCode, documentNumber, subjectCode ?? expected?.about, expected?.pushId],
  ];
  return [DIFFERENCE_LABELS[difference], ...texts.map((text) => text ?? '')];
}
