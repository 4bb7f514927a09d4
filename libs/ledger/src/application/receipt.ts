import type { Transacted } from '@app/event-store';
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';

/** Under which checkpoint an event is. */
export class SealedView {
  @ApiProperty({ description: '条目号，从0起' }) entry!: number;
  @ApiProperty({ description: '包含该条目的签名检查点的大小' }) size!: number;
}

/** What a sender gets for a command, and gets again for the same command or the same paper. */
export class Receipt {
  @ApiProperty({ description: '记录编号：由文书推导，同一文书总是同一编号', format: 'uuid' })
  readonly id: string;

  @ApiProperty({ enum: ['recorded', 'already-recorded'], description: '已记录；或此前已记录，返回当时的回执' })
  readonly outcome: 'recorded' | 'already-recorded';

  @ApiProperty({ description: '台账位置' })
  readonly position: number;

  @ApiProperty({ description: '在本记录中的序号，从0起' })
  readonly revision: number;

  @ApiProperty({ description: '入账时间（UTC）', format: 'date-time' })
  readonly recordedAt: string;

  @ApiPropertyOptional({
    type: SealedView,
    nullable: true,
    description: '请求带 sealed=true 时才有；null：已记录，但十秒内尚无签名检查点包含它',
  })
  readonly sealed?: SealedView | null;

  constructor(id: string, { outcome, position, revision, recordedAt }: Transacted) {
    this.id = id;
    this.outcome = outcome;
    this.position = position;
    this.revision = revision;
    this.recordedAt = recordedAt;
  }
}
