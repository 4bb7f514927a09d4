import { Sealer, Seals, type SealKeys } from '@app/sealing';
import { Controller, Get, Header, HttpCode, Inject, Param, Post, Query } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import {
  ApiBearerAuth,
  ApiOkResponse,
  ApiOperation,
  ApiParam,
  ApiProduces,
  ApiProperty,
  ApiTags,
} from '@nestjs/swagger';
import { Allow, Public, Shows, ShowsNobody } from '../access';
import { CLOCK, type Clock, type EventLog, SEAL_KEYS, STORED_LOG } from '../application';
import { Refusal, wholeNumberIn } from '../shared';
import { AuditsDto, AuditsView, getAudits } from './get-audits.query';
import { ConsistencyProofDto, ConsistencyProofView, getConsistencyProof } from './get-consistency-proof.query';
import { getInclusionProof, InclusionProofDto, InclusionProofView } from './get-inclusion-proof.query';
import { getSealedEntry, SealedEntryView } from './get-sealed-entry.query';
import { LedgerAudits } from './ledger-audits';
import { OrderCheckpoint } from './order-checkpoint.command';
import { unlessContradicted } from './seal-contradiction';

const plainText = 'text/plain; charset=utf-8';

export class SealKeysView {
  @ApiProperty({ type: String, nullable: true, description: '本进程用以签名的公钥；未配置时为 null' })
  current!: string | null;
  @ApiProperty({ type: [String], description: '签过检查点的全部公钥（C2SP signed-note 的 vkey 格式），先用的在前' })
  keys!: string[];
}

const hashesOnly = 'hashes and sizes only';

@ApiTags('封存')
@Controller('seals')
export class SealsController {
  constructor(
    private readonly commands: CommandBus,
    private readonly seals: Seals,
    private readonly sealer: Sealer,
    @Inject(SEAL_KEYS) private readonly keys: SealKeys,
    @Inject(STORED_LOG) private readonly storedLog: EventLog,
    private readonly audits: LedgerAudits,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** Anybody may keep it: a witness, a citizen, a court. It names nobody, and says that there are so many entries. */
  @Get('checkpoint')
  @Public()
  @Header('content-type', plainText)
  @ApiOperation({ summary: '最新的签名检查点（C2SP tlog-checkpoint）' })
  @ApiProduces('text/plain')
  @ApiOkResponse({ type: String })
  async checkpoint(): Promise<string> {
    const newest = await unlessContradicted(() => this.sealer.newest());
    if (!newest) throw new Refusal('not-sealed-yet');
    return newest.note;
  }

  @Post('checkpoints')
  @HttpCode(200)
  @Allow('order-checkpoint')
  @ApiBearerAuth()
  @Header('content-type', plainText)
  @ApiOperation({ summary: '立即封存并签发检查点' })
  @ApiProduces('text/plain')
  @ApiOkResponse({ type: String })
  async order(): Promise<string> {
    return (await this.commands.execute(new OrderCheckpoint())).note;
  }

  @Get('inclusion-proof')
  @Allow('read-seals')
  @ShowsNobody(hashesOnly)
  @ApiBearerAuth()
  @ApiOperation({ summary: '证明一条记录在封存的台账之中' })
  @ApiOkResponse({ type: InclusionProofView })
  inclusion(@Query() wanted: InclusionProofDto): Promise<InclusionProofView> {
    return getInclusionProof(this.seals, wanted);
  }

  @Get('consistency-proof')
  @Allow('read-seals')
  @ShowsNobody(hashesOnly)
  @ApiBearerAuth()
  @ApiOperation({ summary: '证明较晚的台账是较早的台账的延续' })
  @ApiOkResponse({ type: ConsistencyProofView })
  consistency(@Query() wanted: ConsistencyProofDto): Promise<ConsistencyProofView> {
    return getConsistencyProof(this.seals, wanted);
  }

  @Get('keys')
  @Public()
  @ApiOperation({ summary: '验证检查点所用的公钥' })
  @ApiOkResponse({ type: SealKeysView })
  async verifierKeys(): Promise<SealKeysView> {
    const keys = await this.seals.keys();
    return { current: this.keys.signer?.verifier.vkey ?? null, keys: keys.map(({ vkey }) => vkey) };
  }

  @Get('audits')
  @Allow('read-seals')
  @ShowsNobody('results of checks, no subject')
  @ApiBearerAuth()
  @ApiOperation({ summary: '一个月内台账核验和读模型比对的结果' })
  @ApiOkResponse({ type: AuditsView })
  ofMonth(@Query() wanted: AuditsDto): Promise<AuditsView> {
    return getAudits(this.audits, this.clock, wanted);
  }

  @Get('entries/:entry')
  @Allow('read-sealed-entries')
  @Shows<SealedEntryView>(({ entry, subjectId }) => [{ subjectId, itemId: String(entry) }])
  @ApiBearerAuth()
  @ApiOperation({ summary: '调阅一条封存记录的原始字节' })
  @ApiParam({ name: 'entry', type: Number, description: '条目号，从0起' })
  @ApiOkResponse({ type: SealedEntryView })
  entry(@Param('entry') entry: string): Promise<SealedEntryView> {
    const number = wholeNumberIn(entry);
    if (number === undefined) throw new Refusal('entry-invalid', {}, 'entry');
    return getSealedEntry(this.seals, this.storedLog, number);
  }
}
