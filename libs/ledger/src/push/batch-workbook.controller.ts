import { Body, Controller, Get, Headers, HttpCode, Inject, Param, Post } from '@nestjs/common';
import {
  ApiBearerAuth,
  ApiBody,
  ApiConsumes,
  ApiExtraModels,
  ApiOkResponse,
  ApiOperation,
  ApiProperty,
  ApiTags,
  getSchemaPath,
} from '@nestjs/swagger';
import { Allow, shownOf, Shows, ShowsNobody } from '../access';
import { Refusal } from '../shared';
import { FILE_MEDIA_TYPES, XLSX } from '../sheet-file';
import { BATCH_WORKBOOKS, type BatchWorkbooks, takeResult, WorkbookFile, workbookOf } from './batch-workbooks';
import { knownBody } from './known-body';

export class BatchWorkbookView {
  @ApiProperty({ description: '工作簿（批次）名称' }) batch!: string;
  @ApiProperty({ format: 'date-time', description: '自何时等待报送（UTC）' }) standsSince!: string;
}

export class BatchWorkbookViews {
  @ApiProperty({ type: [BatchWorkbookView] }) workbooks!: BatchWorkbookView[];
}

/** A row of a workbook; the form's own columns stand beside these. */
export class BatchWorkbookRowView {
  @ApiProperty({ description: '报送标识，结果文件据以答复' }) key!: string;
  @ApiProperty({ description: '序号，自1起，各页连续' }) row!: number;
  @ApiProperty({ description: '统一社会信用代码' }) uscc!: string;
}

export class BatchResultView {
  @ApiProperty({ description: '工作簿（批次）名称' }) batch!: string;
  @ApiProperty({ description: '记名成功的条数' }) acknowledged!: number;
  @ApiProperty({ description: '记名不成功的条数' }) rejected!: number;
  @ApiProperty({ description: '此前已回传过同样的结果，没有新的内容' }) known!: boolean;
}

const rows = { type: 'array', items: { $ref: getSchemaPath(BatchWorkbookRowView) } };

@ApiTags('批量录入')
@ApiBearerAuth()
@ApiExtraModels(BatchWorkbookRowView)
@Controller('pushes/bodies/:body/workbooks')
export class BatchWorkbookController {
  constructor(@Inject(BATCH_WORKBOOKS) private readonly bodies: readonly BatchWorkbooks[]) {}

  @Get()
  @Allow('read-pushes')
  @ShowsNobody('names of batches, no subject')
  @ApiOperation({ summary: '查看等待报送的批量录入工作簿' })
  @ApiOkResponse({ type: BatchWorkbookViews })
  async standing(@Param('body') body: string): Promise<BatchWorkbookViews> {
    const standing = await this.of(body).standing();
    return {
      workbooks: standing.map(({ batch, standsSince }) => ({ batch, standsSince: standsSince.toISOString() })),
    };
  }

  @Get(':batch')
  @Allow('carry-batch-workbooks')
  @Shows<WorkbookFile>((file) => shownOf(file.subjects))
  @ApiOperation({ summary: '下载一个批量录入工作簿（xlsx），按平台表单分页' })
  @ApiOkResponse({ description: '每页一种表单，每行一条记录，标题为中文', content: { [XLSX]: { schema: rows } } })
  download(@Param('body') body: string, @Param('batch') batch: string): Promise<WorkbookFile> {
    return workbookOf(this.of(body), batch);
  }

  @Post(':batch/result')
  @HttpCode(200)
  @Allow('carry-batch-workbooks')
  @ApiOperation({
    summary: '回传平台对一个工作簿的结果文件（CSV 或 xlsx）',
    description:
      '须含全部记录的结果，整份接收或整份退回。各条结果随后与其他方式的答复一样记入台账；同样的文件再次回传，没有新的内容。',
  })
  @ApiConsumes(...FILE_MEDIA_TYPES)
  @ApiBody({ schema: { type: 'string', format: 'binary' } })
  @ApiOkResponse({ type: BatchResultView })
  async take(
    @Param('body') body: string,
    @Param('batch') batch: string,
    @Body() file: unknown,
    @Headers('content-type') mediaType: string | undefined,
  ): Promise<BatchResultView> {
    const workbooks = this.of(body);
    if (!Buffer.isBuffer(file)) throw new Refusal('file-unreadable');
    return { batch, ...(await takeResult(workbooks, batch, file, mediaType)) };
  }

  /** Refusals: `push-body-unknown`, `batch-workbooks-not-used`. */
  private of(body: string): BatchWorkbooks {
    const known = knownBody(body);
    const workbooks = this.bodies.find((one) => one.body === known);
    if (!workbooks) throw new Refusal('batch-workbooks-not-used');
    return workbooks;
  }
}
