import { Controller, Get, Inject, Param, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Allow, Shows } from '../access';
import { CLOCK, type Clock, Rules } from '../application';
import { getSubjectHistory, SubjectHistory, SubjectHistoryDto } from './get-subject-history.query';
import { HistoryReader } from './history-reader';

@ApiTags('信用状态')
@ApiBearerAuth()
@Controller('subjects/:uscc/history')
export class SubjectHistoryController {
  constructor(
    private readonly reader: HistoryReader,
    private readonly rules: Rules,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  @Get()
  @Allow('read-history')
  @Shows<SubjectHistory>(({ uscc }) => [{ subjectId: uscc }])
  @ApiOperation({ summary: '查阅单位全部记录，旧的在前' })
  @ApiOkResponse({ type: SubjectHistory })
  history(@Param('uscc') uscc: string, @Query() page: SubjectHistoryDto): Promise<SubjectHistory> {
    return getSubjectHistory(this.rules.book, this.reader, this.clock, uscc, page);
  }
}
