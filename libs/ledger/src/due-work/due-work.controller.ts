import { Controller, Get, Inject, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Allow, type Caller, CurrentCaller } from '../access';
import { ageOf, CLOCK, type Clock, heldBackOf, mustSpeak, Rules } from '../application';
import { type Day, parseUscc, readField } from '../shared';
import { calendarWork } from './calendar-work';
import { cursorOf, readCursor } from './cursor';
import { DueWork, type DueWorkWanted } from './due-work';
import { calendarItem, type DueWorkItem, DueWorkPage, itemsOf } from './due-work.view';
import { SearchDueWorkDto } from './search-due-work.dto';

@ApiTags('待办期限')
@ApiBearerAuth()
@Controller('due-work')
export class DueWorkController {
  constructor(
    private readonly dueWork: DueWork,
    private readonly rules: Rules,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /**
   * Refusals in this order: those of the codes; `cursor-invalid`; `cannot-answer`. An operator is shown an operator's work only, whatever is
   * asked.
   */
  @Get()
  @Allow('read-due-work')
  @ApiOperation({ summary: '查看待办期限，先到期的在前；运维员只看到运维事项' })
  @ApiOkResponse({ type: DueWorkPage })
  async search(@Query() by: SearchDueWorkDto, @CurrentCaller() caller: Caller): Promise<DueWorkPage> {
    const { uscc, unit, procedure, limit = 50 } = by;
    const today = this.clock.today();
    const wanted = {
      subjectId: uscc === undefined ? undefined : readField('uscc', () => parseUscc(uscc)),
      unitCode: unit === undefined ? undefined : readField('unit', () => parseUscc(unit)),
      whose: caller.role === 'operator' ? ('operator' as const) : by.role,
      procedure,
      overdue: by.overdue === undefined ? undefined : by.overdue === 'true',
      today,
      after: by.after === undefined ? undefined : readCursor(by.after),
    };
    const { stand, rows } = await this.dueWork.search({ ...wanted, limit });
    mustSpeak(stand);
    const calendars = wanted.after === undefined ? await this.calendarItems(wanted, today) : [];
    const last = rows.length === limit ? rows.at(-1) : undefined;
    return {
      items: [...calendars, ...rows.flatMap((row) => itemsOf(row, wanted))],
      heldBack: caller.role === 'operator' ? [] : heldBackOf(stand),
      ...ageOf(stand),
      next: last ? cursorOf(last) : null,
    };
  }

  /** Years to load: they are about no unit and no stream, and stand first on the first page. */
  private async calendarItems(wanted: Omit<DueWorkWanted, 'limit'>, today: Day): Promise<DueWorkItem[]> {
    const { subjectId, unitCode, whose = 'operator', procedure = 'workingDayCalendar', overdue } = wanted;
    if (subjectId !== undefined || unitCode !== undefined) return [];
    if (whose !== 'operator' || procedure !== 'workingDayCalendar') return [];
    return calendarWork(this.rules.book.workingDays, today, await this.dueWork.waitedFor())
      .map((work) => calendarItem(work, today))
      .filter((item) => overdue === undefined || item.overdue === overdue);
  }
}
