import { X509Certificate } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import type { Clock, ReadModels } from '@app/ledger';
import { Gauge, type Registry } from 'prom-client';
import type { Upkeep } from '../../composition/src/upkeep';
import { daysBetween } from './days-between';

/** Of keys, so many days before their end it is said: our figure, as that of the alerts. */
const endingWithinDays = 30;

export interface UpkeepSources {
  readonly upkeep: Upkeep;
  readonly clock: Pick<Clock, 'now' | 'today'>;
  readonly readModels: Pick<ReadModels, 'query'>;
  /** Told of a file that cannot be read, or holds no such thing. */
  readonly onTrouble: (what: string) => void;
}

/** What ends some day and what has to be done again: certificates, keys, the trial of a restore. Files are read when they are asked for. */
export function measureUpkeep(registry: Registry, { upkeep, clock, readModels, onTrouble }: UpkeepSources): void {
  const registers = [registry];
  const ofFiles = (name: string, help: string, files: readonly string[], endOf: (text: string) => Date | null) =>
    new Gauge({
      name,
      help,
      labelNames: ['file'],
      registers,
      async collect() {
        for (const file of files) this.set({ file: basename(file) }, await daysUntil(file, endOf));
      },
    });
  const daysUntil = async (file: string, endOf: (text: string) => Date | null): Promise<number> => {
    try {
      const end = endOf(await readFile(file, 'utf8'));
      return end === null ? Infinity : Math.floor((end.getTime() - clock.now().getTime()) / 86_400_000);
    } catch (error) {
      onTrouble(`when ${file} ends cannot be told: ${(error as Error).message}`);
      return NaN;
    }
  };
  ofFiles(
    'ledger_certificate_ends_days',
    'Days until the first certificate of the file ends; NaN: it cannot be read',
    upkeep.certificateFiles,
    firstEnd,
  );
  ofFiles(
    'ledger_body_key_ends_days',
    'Days until the last key ends by which a body signs; +Inf: one has no end; NaN: the file cannot be read',
    upkeep.bodyKeyFiles,
    lastEnd,
  );
  new Gauge({
    name: 'ledger_api_keys_ending',
    help: `Keys of callers, in use, that end within ${endingWithinDays} days`,
    registers,
    async collect() {
      const { rows } = await readModels.query<{ ending: string }>(
        `SELECT count(*) AS ending FROM api_keys
         WHERE revoked_at IS NULL AND expires_on BETWEEN $1::date AND $1::date + $2::integer`,
        [clock.today(), endingWithinDays],
      );
      this.set(Number(rows[0]?.ending));
    },
  });
  new Gauge({
    name: 'ledger_restore_tested_days',
    help: 'Days since a backup was put back by way of trial; +Inf: nobody noted one; NaN: what is noted is no day',
    registers,
    async collect() {
      this.set(await daysSinceTrial(upkeep.restoreTestedFile, clock.today(), onTrouble));
    },
  });
}

/** The first of the certificates in a PEM file to end. @throws when there is none */
function firstEnd(pem: string): Date {
  const certificates = pem.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ?? [];
  const ends = certificates.map((certificate) => Date.parse(new X509Certificate(certificate).validTo));
  if (ends.length === 0) throw new Error('there is no certificate in it');
  return new Date(Math.min(...ends));
}

/** When the last of a body's keys ends; null: one of them has no end. The file is the key ring of the service mode. */
function lastEnd(ring: string): Date | null {
  const { body } = JSON.parse(ring) as { body: readonly { until?: string }[] };
  const ends = body.map(({ until }) => (until === undefined ? Infinity : Date.parse(until)));
  const last = Math.max(...ends);
  return Number.isFinite(last) ? new Date(last) : null;
}

async function daysSinceTrial(
  file: string | undefined,
  today: string,
  onTrouble: (what: string) => void,
): Promise<number> {
  if (file === undefined) return Infinity;
  try {
    const day = (await readFile(file, 'utf8')).trim();
    if (/^\d{4}-\d\d-\d\d$/.test(day) && !Number.isNaN(Date.parse(day))) return daysBetween(day, today);
    onTrouble(`RESTORE_TESTED_FILE: ${file} holds no day (2026-11-28)`);
    return NaN;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return Infinity;
    throw error;
  }
}
