import { Controller, Get, Param, Query } from '@nestjs/common';
import { Houses } from './houses';
import { pageOf } from './page';
import { HeldRecord, Platform } from './platform';

/** What a person sees who looks the platform up. */
@Controller(['', 'bodies/:body'])
export class ViewsController {
  constructor(private readonly houses: Houses) {}

  /** A subject as the platform shows it now: the name it goes by, its penalties, its place on the list, its commitments and checks. */
  @Get('subjects/:uscc')
  subject(@Param('uscc') uscc: string, @Param('body') of?: string) {
    const platform = this.platform(of);
    const records = platform.held(uscc);
    const entries = records.filter(({ kind }) => kind === 'list-entry');
    return {
      uscc,
      registeredName: platform.registeredName(uscc),
      penalties: records
        .filter(({ kind }) => kind === 'penalty' || kind === 'penalty-correction')
        .map((record) => ({ ...standing(platform, record), ...shown(platform, record) })),
      list: {
        state: entries.some(({ endedBy }) => endedBy === null) ? 'listed' : 'not-listed',
        entries: entries.map((record) => ({
          state: record.endedBy === null ? 'listed' : 'removed',
          ...shown(platform, record),
        })),
      },
      commitments: ofKind(platform, records, 'commitment', (ending) =>
        ending === 'commitment-repair' ? 'repaired' : 'superseded',
      ),
      spotChecks: ofKind(platform, records, 'spot-check', () => 'withdrawn'),
    };
  }

  /** Everything that arrived, in order of arrival, with the times its key arrived up to now. `?after=&limit=`. */
  @Get('journal')
  journal(@Query('after') after?: string, @Query('limit') limit?: string, @Param('body') of?: string) {
    const platform = this.platform(of);
    const page = pageOf(
      platform.entries.map((entry, index) => ({ sequence: index + 1, ...entry })),
      after,
      limit,
    );
    return {
      ...page,
      items: page.items.map((entry) => {
        const key =
          entry.type === 'stored'
            ? entry.submission.idempotencyKey
            : 'idempotencyKey' in entry
              ? entry.idempotencyKey
              : null;
        return { ...entry, arrivals: key === null ? null : (platform.record(key)?.arrivals ?? 0) };
      }),
    };
  }

  @Get('health')
  health(@Param('body') of?: string) {
    const platform = this.platform(of);
    return { status: 'ok', records: platform.held().length, entries: platform.entries.length };
  }

  private platform(of?: string): Platform {
    return this.houses.of(of).reception.platform;
  }
}

/** Shown, again when a repair was revoked (`restoredBy`), or collected only; superseded by a correction; withdrawn; or withdrawn by a repair. */
function standing(platform: Platform, record: HeldRecord) {
  const repair = platform.repairOf(record);
  const open = record.fields.SX_SYFW === undefined ? 'shown' : 'collected';
  const ending = record.endedBy === null ? undefined : platform.record(record.endedBy);
  const ended = ending?.kind === 'penalty-correction' ? 'superseded' : repair ? 'repaired' : 'withdrawn';
  const restoration = record.restoredBy === null ? undefined : platform.record(record.restoredBy);
  return {
    state: record.endedBy === null ? open : ended,
    repairedBy: repair?.fields ?? null,
    restoredBy: restoration?.fields ?? null,
  };
}

/** @param ended what a record is called that was ended by a message of this kind */
function ofKind(
  platform: Platform,
  records: readonly HeldRecord[],
  wanted: HeldRecord['kind'],
  ended: (by: HeldRecord['kind'] | undefined) => string,
) {
  const state = ({ endedBy }: HeldRecord) => (endedBy === null ? 'shown' : ended(platform.record(endedBy)?.kind));
  return records
    .filter(({ kind }) => kind === wanted)
    .map((record) => ({ state: state(record), ...shown(platform, record) }));
}

function shown(platform: Platform, { idempotencyKey, receipt, fields, endedBy, amendedBy }: HeldRecord) {
  const fieldsOf = (key: string | null) => (key === null ? null : (platform.record(key)?.fields ?? null));
  return {
    idempotencyKey,
    receiptNumber: receipt.receiptNumber,
    ...(receipt.publishedOn !== undefined && { publishedOn: receipt.publishedOn }),
    fields,
    amendedBy: fieldsOf(amendedBy),
    endedBy: fieldsOf(endedBy),
  };
}
