import { Controller, Get, Param, Query } from '@nestjs/common';
import { pageOf } from './page';
import { HeldRecord } from './platform';
import { Reception } from './reception';

/** What a person sees who looks the platform up. */
@Controller()
export class ViewsController {
  constructor(private readonly reception: Reception) {}

  /** A subject as the platform shows it now: the name it goes by, its penalties, its place on the list, its commitments and checks. */
  @Get('subjects/:uscc')
  subject(@Param('uscc') uscc: string) {
    const { platform } = this.reception;
    const records = platform.held(uscc);
    const entries = records.filter(({ kind }) => kind === 'list-entry');
    return {
      uscc,
      registeredName: platform.registeredName(uscc),
      penalties: records
        .filter(({ kind }) => kind === 'penalty')
        .map((record) => ({ ...this.standing(record), ...this.shown(record) })),
      list: {
        state: entries.some(({ endedBy }) => endedBy === null) ? 'listed' : 'not-listed',
        entries: entries.map((record) => ({
          state: record.endedBy === null ? 'listed' : 'removed',
          ...this.shown(record),
        })),
      },
      commitments: this.ofKind(records, 'commitment', 'superseded'),
      spotChecks: this.ofKind(records, 'spot-check', 'withdrawn'),
    };
  }

  /** Everything that arrived, in order of arrival, with the times its key arrived up to now. `?after=&limit=`. */
  @Get('journal')
  journal(@Query('after') after?: string, @Query('limit') limit?: string) {
    const { platform } = this.reception;
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
  health() {
    return {
      status: 'ok',
      records: this.reception.platform.held().length,
      entries: this.reception.platform.entries.length,
    };
  }

  /** Shown, again when a repair was revoked (`restoredBy`), or collected only; withdrawn; or withdrawn by a repair. */
  private standing(record: HeldRecord) {
    const { platform } = this.reception;
    const repair = platform.repairOf(record);
    const open = record.fields.SX_SYFW === undefined ? 'shown' : 'collected';
    const restoration = record.restoredBy === null ? undefined : platform.record(record.restoredBy);
    return {
      state: record.endedBy === null ? open : repair ? 'repaired' : 'withdrawn',
      repairedBy: repair?.fields ?? null,
      restoredBy: restoration?.fields ?? null,
    };
  }

  private ofKind(records: readonly HeldRecord[], wanted: HeldRecord['kind'], ended: string) {
    return records
      .filter(({ kind }) => kind === wanted)
      .map((record) => ({ state: record.endedBy === null ? 'shown' : ended, ...this.shown(record) }));
  }

  private shown({ idempotencyKey, receipt, fields, endedBy, amendedBy }: HeldRecord) {
    const { platform } = this.reception;
    const fieldsOf = (key: string | null) => (key === null ? null : (platform.record(key)?.fields ?? null));
    return {
      idempotencyKey,
      receiptNumber: receipt.receiptNumber,
      fields,
      amendedBy: fieldsOf(amendedBy),
      endedBy: fieldsOf(endedBy),
    };
  }
}
