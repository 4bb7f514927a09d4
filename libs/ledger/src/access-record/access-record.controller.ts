import { Controller, Get, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Allow, shownOf, Shows } from '../access';
import { AccessRecords } from './access-records';
import { AccessRecordViews, searchAccessRecords, SearchAccessRecordsDto } from './search-access-records.query';

@ApiTags('查询留痕')
@ApiBearerAuth()
@Controller('access-records')
export class AccessRecordController {
  constructor(private readonly records: AccessRecords) {}

  /** Who audits is on record as well, with the subject he looked for. */
  @Get()
  @Allow('read-access-records')
  @Shows<AccessRecordViews>((_found, asked) => shownOf([], asked.subject))
  @ApiOperation({ summary: '查阅谁查看了什么，新的在前' })
  @ApiOkResponse({ type: AccessRecordViews })
  search(@Query() by: SearchAccessRecordsDto): Promise<AccessRecordViews> {
    return searchAccessRecords(this.records, by);
  }
}
