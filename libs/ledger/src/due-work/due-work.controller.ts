import { Controller, Get, Inject, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Allow, type Caller, CurrentCaller, shownOf, Shows } from '../access';
import { ageOf, CLOCK, type Clock, heldBackOf, mustSpeak, Rules, trustedOf } from '../application';
import { DifferencesToSettle } from '../reconciliation';
import { beginningOf, type Day, parseUscc, readField, Refusal } from '../shared';
import { calendarWork } from './calendar-work';
import { CLOCKED_PAPERS, type ClockedPapers } from './clocked';
import { cursorOf, readCursor } from './cursor';
import { DueWork, type DueWorkWanted } from './due-work';
import { calendarItem, differencesItem, type DueWorkItem, DueWorkPage, itemsOf } from './due-work.view';
import { SearchDueWorkDto } from './search-due-work.dto';

/** The procedure of calendar items: they are about no papers. */
const yearsToLoad = 'workingDayCalendar';

/** The procedure of what bodies were found to hold otherwise: about no unit. */
const differences = 'reconciliation';

/** The procedure of messages to a body: their deadlines follow from the log without papers of their own (`push-deadlines.projection.ts`). */
const messages = 'push';

@ApiTags('待办期限')
@ApiBearerAuth()
@Controller('due-work')
export class DueWorkController {
  constructor(
    private readonly dueWork: DueWork,
    private readonly rules: Rules,
    @Inject(CLOCK) private readonly clock: Clock,
    private readonly toSettle: DifferencesToSettle,
    @Inject(CLOCKED_PAPERS) private readonly clocked: readonly ClockedPapers[],
  ) {}

  /**
   * Refusals in this order: those of the codes; `code-unknown` for a procedure that no papers have; `cursor-invalid`; `cannot-answer`. An operator is shown an operator's work only, whatever is
   * asked.
   */
  @Get()
  @Allow('read-due-work')
  @Shows<DueWorkPage>((found, asked) =>
    shownOf(
      found.items.map(({ uscc }) => uscc),
      asked.uscc,
    ),
  )
  @ApiOperation({ summary: '查看待办期限，先到期的在前；运维员只看到运维事项' })
  @ApiOkResponse({ type: DueWorkPage })
  async search(@Query() by: SearchDueWorkDto, @CurrentCaller() caller: Caller): Promise<DueWorkPage> {
    const { uscc, unit, procedure, limit = 50 } = by;
    const today = this.clock.today();
    const wanted = {
      subjectId: uscc === undefined ? undefined : readField('uscc', () => parseUscc(uscc)),
      unitCode: unit === undefined ? undefined : readField('unit', () => parseUscc(unit)),
      whose: caller.role === 'operator' ? ('operator' as const) : by.role,
      procedure: procedure === undefined ? undefined : readField('procedure', () => this.known(procedure)),
      overdue: by.overdue === undefined ? undefined : by.overdue === 'true',
      today,
      after: by.after === undefined ? undefined : readCursor(by.after),
    };
    const { stand, rows } = await this.dueWork.search({ ...wanted, limit });
    mustSpeak(stand, wanted.subjectId);
    const ofNoUnit = wanted.after === undefined ? await this.itemsOfNoUnit(wanted, today) : [];
    const last = rows.length === limit ? rows.at(-1) : undefined;
    return {
      items: [...ofNoUnit, ...trustedOf(stand, rows, (row) => row.subjectId).flatMap((row) => itemsOf(row, wanted))],
      heldBack: caller.role === 'operator' ? [] : heldBackOf(stand),
      ...ageOf(stand),
      next: last ? cursorOf(last) : null,
    };
  }

  /** Nothing waits for a misspelled procedure: an empty page would read as nothing to do. */
  private known(procedure: string): string {
    if ([yearsToLoad, messages, differences].includes(procedure)) return procedure;
    if (this.clocked.some(({ category }) => category === procedure)) return procedure;
    throw new Refusal('code-unknown', { unknown: beginningOf(procedure) });
  }

  /** Years to load, and what bodies were found to hold otherwise: about no unit and in no row, first on the first page. */
  private async itemsOfNoUnit(wanted: Omit<DueWorkWanted, 'limit'>, today: Day): Promise<DueWorkItem[]> {
    const { subjectId, unitCode, whose, procedure, overdue } = wanted;
    if (subjectId !== undefined || unitCode !== undefined) return [];
    const isWanted = (item: DueWorkItem) =>
      (whose === undefined || item.role === whose) && (overdue === undefined || item.overdue === overdue);
    const years =
      (procedure ?? yearsToLoad) === yearsToLoad && (whose ?? 'operator') === 'operator'
        ? calendarWork(this.rules.book.workingDays, today, await this.dueWork.waitedFor())
        : [];
    const found =
      (procedure ?? differences) === differences && (whose ?? 'officer') === 'officer' ? await this.toSettle.all() : [];
    return [
      ...years.map((work) => calendarItem(work, today)),
      ...found.map((work) => differencesItem(work, today)),
    ].filter(isWanted);
  }
}
