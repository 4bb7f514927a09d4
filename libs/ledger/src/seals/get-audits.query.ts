import { ApiProperty } from '@nestjs/swagger';
import { type Clock, OptionalText } from '../application';
import { type Day, Refusal } from '../shared';
import { auditsId } from './domain/ledger-audit';
import type { AuditFinding, ComparedTable } from './domain/ledger-audit.events';
import type { LedgerAudits } from './ledger-audits';

export class AuditsDto {
  @OptionalText('月份，如2026-11；缺省为本月（北京时间）', 40)
  month?: string | null;
}

class OnRecordView {
  @ApiProperty({ description: '台账位置' }) position!: number;
  @ApiProperty({ format: 'date-time', description: '记录时间' }) recordedAt!: string;
}

class AuditFindingView implements AuditFinding {
  @ApiProperty({ description: '问题代码' }) code!: string;
  @ApiProperty({ type: Number, nullable: true, description: '所涉条目号' }) entry!: number | null;
  @ApiProperty({ type: Number, nullable: true, description: '在该条目之前' }) before!: number | null;
  @ApiProperty({ type: Number, nullable: true, description: '所涉台账位置' }) position!: number | null;
  @ApiProperty({ type: String, nullable: true, description: '其他所涉' }) what!: string | null;
}

class LedgerAuditView extends OnRecordView {
  @ApiProperty({ format: 'date', description: '核验日期' }) auditedOn!: Day;
  @ApiProperty({ description: '核验的条目数' }) size!: number;
  @ApiProperty({ description: '这些条目的根哈希（base64）' }) root!: string;
  @ApiProperty({ description: '其中已被有效签名覆盖的条目数' }) signed!: number;
  @ApiProperty({ description: '发现的问题数' }) found!: number;
  @ApiProperty({ type: [AuditFindingView], description: '发现的问题，最多列出20项' })
  findings!: readonly AuditFindingView[];
}

class ComparedTableView implements ComparedTable {
  @ApiProperty({ description: '读模型' }) readModel!: string;
  @ApiProperty({ description: '数据表' }) table!: string;
  @ApiProperty({ description: '比对时两边所在的台账位置' }) position!: number;
  @ApiProperty({ description: '重放得到的行数' }) rows!: number;
  @ApiProperty({ description: '重放所得各行的哈希，与行序无关' }) hash!: string;
  @ApiProperty({ description: '重放有而表中没有的行数' }) missing!: number;
  @ApiProperty({ description: '表中有而重放没有的行数' }) surplus!: number;
}

class ReadModelComparisonView extends OnRecordView {
  @ApiProperty({ format: 'date', description: '哪一夜的比对' }) comparedOn!: Day;
  @ApiProperty({ type: [ComparedTableView] }) tables!: readonly ComparedTableView[];
  @ApiProperty({ type: [String], description: '未能比对的读模型' }) failed!: readonly string[];
}

export class AuditsView {
  @ApiProperty({ description: '月份，如2026-11' }) month!: string;
  @ApiProperty({ type: [LedgerAuditView], description: '台账与封存的核验，最近的在前' })
  audits!: readonly LedgerAuditView[];
  @ApiProperty({ type: [ReadModelComparisonView], description: '读模型与全量重放的比对，最近的在前' })
  comparisons!: readonly ReadModelComparisonView[];
}

/**
 * 核验与比对的结果 of a month, as they are on record: nobody can say afterwards that there was one.
 *
 * Refusal at `month`: `month-invalid`.
 */
export async function getAudits(audits: LedgerAudits, clock: Clock, { month }: AuditsDto): Promise<AuditsView> {
  const wanted = month ?? auditsId(clock.today());
  if (!/^\d{4}-(?:0[1-9]|1[0-2])$/.test(wanted)) throw new Refusal('month-invalid', {}, 'month');
  const found = await audits.of(wanted);
  return {
    month: wanted,
    audits: found.flatMap((one) => (one.type === 'LedgerAudited' ? [{ ...placeOf(one), ...saidIn(one.data) }] : [])),
    comparisons: found.flatMap((one) =>
      one.type === 'ReadModelsCompared' ? [{ ...placeOf(one), ...saidIn(one.data) }] : [],
    ),
  };
}

const placeOf = ({ position, recordedAt }: OnRecordView): OnRecordView => ({ position, recordedAt });

const saidIn = <Data extends { subjectId: null }>({ subjectId: _nobody, ...said }: Data): Omit<Data, 'subjectId'> =>
  said;
