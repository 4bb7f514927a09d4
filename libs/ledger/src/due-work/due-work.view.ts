import { ApiProperty } from '@nestjs/swagger';
import { type Day, DUE_ROLES, type Due, type DueDays, type DueOpen, type DueRole, messageOf } from '../shared';
import type { DifferencesWork } from '../reconciliation';
import type { CalendarWork } from './calendar-work';
import type { DueWorkFound, DueWorkWanted } from './due-work';

export class RefusedTryView {
  @ApiProperty({ description: '未能自动记录的原因代码' }) code!: string;
  @ApiProperty({ description: '未能自动记录的原因' }) message!: string;
  @ApiProperty({ format: 'date-time', description: '下次自动重试的时间（UTC）' }) nextTry!: string;
}

/** One thing that waits for a day. */
export class DueWorkItem {
  @ApiProperty({ description: '办理事项的种类' }) procedure!: string;
  @ApiProperty({ description: '记录编号（工作日历为年份）' }) id!: string;
  @ApiProperty({ type: String, nullable: true, description: '当事单位统一社会信用代码' }) uscc!: string | null;
  @ApiProperty({ type: String, nullable: true, description: '办理单位统一社会信用代码；尚无人办理时为 null' })
  unit!: string | null;
  @ApiProperty({ description: '待办事项代码' }) what!: string;
  @ApiProperty({ description: '待办事项' }) title!: string;
  @ApiProperty({ enum: DUE_ROLES, description: '由谁办理；ledger：到期由台账自动记录' }) role!: DueRole;
  @ApiProperty({ type: String, nullable: true, description: '期限末日；尚不能推算时为 null' }) until!: Day | null;
  @ApiProperty({ type: String, nullable: true, description: '期限尚不能推算的原因，如 calendar-2027' })
  dueOpen!: DueOpen | null;
  @ApiProperty({ enum: ['working', 'calendar', 'months', 'on-paper'], description: '工作日、自然日、月、文书载明' })
  days!: DueDays;
  @ApiProperty({ description: '期限依据' }) basis!: string;
  @ApiProperty({ description: '期限起算日' }) since!: Day;
  @ApiProperty({ description: '是否已过期限' }) overdue!: boolean;
  @ApiProperty({ type: RefusedTryView, nullable: true, description: '台账自动记录未成功时的原因' })
  refused!: RefusedTryView | null;
}

/** A subject that is stopped in the read model. */
export class HeldBackDueWork {
  @ApiProperty({ description: '统一社会信用代码' }) uscc!: string;
  @ApiProperty({ description: '自此台账位置起的记录暂未列入' }) since!: number;
}

export class DueWorkPage {
  @ApiProperty({ type: [DueWorkItem] }) items!: DueWorkItem[];
  @ApiProperty({ type: [HeldBackDueWork], description: '有记录未能处理的主体：其待办可能不全' })
  heldBack!: HeldBackDueWork[];
  @ApiProperty({ description: '答复包含至此台账位置的全部记录' }) position!: number;
  @ApiProperty({ type: Number, nullable: true, description: '数据距今毫秒数' }) dataAge!: number | null;
  @ApiProperty({ type: String, nullable: true, description: '下一页的 after；没有更多时为 null' }) next!: string | null;
}

type ItemsWanted = Pick<DueWorkWanted, 'whose' | 'overdue' | 'today'>;

/** The items of one stream; of one role only, and only those overdue or only the others, when asked for. */
export function itemsOf(found: DueWorkFound, { whose, overdue, today }: ItemsWanted): DueWorkItem[] {
  const { refused, procedure, stream } = found;
  const place = {
    procedure,
    id: stream.slice(procedure.length + 1),
    uscc: found.subjectId,
    unit: found.unitCode,
    refused: refused && {
      code: refused.code,
      message: messageOf(refused),
      nextTry: refused.nextTry,
    },
  };
  return found.dues
    .filter((due) => whose === undefined || due.whose === whose)
    .map((due) => ({ ...place, ...itemOf(due, today) }))
    .filter((item) => overdue === undefined || item.overdue === overdue);
}

export const calendarItem = ({ year, due }: CalendarWork, today: Day): DueWorkItem => ({
  procedure: 'workingDayCalendar',
  id: String(year),
  uscc: null,
  unit: null,
  refused: null,
  ...itemOf(due, today),
});

export const differencesItem = ({ reconciliationId, due }: DifferencesWork, today: Day): DueWorkItem => ({
  procedure: 'reconciliation',
  id: reconciliationId,
  uscc: null,
  unit: null,
  refused: null,
  ...itemOf(due, today),
});

const itemOf = ({ what, title, whose, until, dueOpen, days, basis, since }: Due, today: Day) => ({
  what,
  title,
  role: whose,
  until,
  dueOpen,
  days,
  basis,
  since,
  overdue: until !== null && until < today,
});
