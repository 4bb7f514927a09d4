import type { Seals } from '@app/sealing';
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { OptionalInteger } from '../application';
import { Refusal } from '../shared';
import { unlessContradicted } from './seal-contradiction';

export class ConsistencyProofDto {
  @ApiProperty({ description: '较早的树的大小' })
  @OptionalInteger(0)
  from?: number;
  @ApiPropertyOptional({ description: '较晚的树的大小；缺省为最新检查点的大小，没有检查点时为树的当前大小' })
  @OptionalInteger(0)
  to?: number;
}

export class ConsistencyProofView {
  @ApiProperty() from!: number;
  @ApiProperty() to!: number;
  @ApiProperty({ description: '较早的根哈希（base64）' }) fromRoot!: string;
  @ApiProperty({ description: '较晚的根哈希（base64）' }) toRoot!: string;
  @ApiProperty({ type: [String], description: '证明路径（base64）（RFC 6962 第2.1.2节）' }) hashes!: string[];
}

/**
 * 证明较晚的台账是较早的台账的延续.
 *
 * Refusals, in this order: `required` no `from`; `size-beyond-tree` {size}; `from-beyond-to` {to}; `seal-contradicted` {reason}.
 */
export async function getConsistencyProof(
  seals: Seals,
  { from, to: wantedTo }: ConsistencyProofDto,
): Promise<ConsistencyProofView> {
  if (from === undefined) throw new Refusal('required', {}, 'from');
  const { size } = await seals.state();
  const to = wantedTo ?? (await unlessContradicted(() => seals.latest()))?.size ?? size;
  if (to > size) throw new Refusal('size-beyond-tree', { size }, 'to');
  if (from > to) throw new Refusal('from-beyond-to', { to }, 'from');
  const { fromRoot, toRoot, proof } = await unlessContradicted(() => seals.consistency(from, to));
  return {
    from,
    to,
    fromRoot: fromRoot.toString('base64'),
    toRoot: toRoot.toString('base64'),
    hashes: proof.map((hash) => hash.toString('base64')),
  };
}
