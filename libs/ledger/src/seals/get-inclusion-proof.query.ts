import type { Seals } from '@app/sealing';
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { OptionalInteger } from '../application';
import { Refusal } from '../shared';
import { unlessContradicted } from './seal-contradiction';

export class InclusionProofDto {
  @ApiPropertyOptional({ description: '条目号，从0起；与 position 二者取一' })
  @OptionalInteger(0)
  entry?: number;
  @ApiPropertyOptional({ description: '台账位置；与 entry 二者取一' })
  @OptionalInteger(1)
  position?: number;
  @ApiPropertyOptional({
    description: '在多大的树中证明；缺省为最新检查点的大小，检查点尚未包含该条目时为树的当前大小',
  })
  @OptionalInteger(1)
  size?: number;
}

export class InclusionProofView {
  @ApiProperty({ description: '条目号，从0起' }) entry!: number;
  @ApiProperty({ description: '台账位置' }) position!: number;
  @ApiProperty({ description: '树的大小' }) size!: number;
  @ApiProperty({ description: '叶哈希（base64）' }) leafHash!: string;
  @ApiProperty({ description: '根哈希（base64）' }) rootHash!: string;
  @ApiProperty({ type: [String], description: '证明路径（base64），由近及远（RFC 6962 第2.1.1节）' }) hashes!: string[];
  @ApiProperty({ type: String, nullable: true, description: '恰为此大小的签名检查点；没有时为 null' })
  checkpoint!: string | null;
}

/**
 * 证明一条记录在封存的台账之中.
 *
 * Refusals, in this order: `entry-or-position` both or neither given; `position-not-sealed` no event stands there, or it is not
 * sealed yet; `size-beyond-tree` {size}; `entry-unknown` {size}; `seal-contradicted` {reason}.
 */
export async function getInclusionProof(seals: Seals, wanted: InclusionProofDto): Promise<InclusionProofView> {
  const entry = await entryOf(seals, wanted);
  const { size: treeSize } = await seals.state();
  const latest = await unlessContradicted(() => seals.latest());
  const size = wanted.size ?? (latest && entry < latest.size ? latest.size : treeSize);
  if (size > treeSize) throw new Refusal('size-beyond-tree', { size: treeSize }, 'size');
  if (entry >= size) throw new Refusal('entry-unknown', { size }, 'entry');
  const { position, leaf, root, proof } = await unlessContradicted(() => seals.inclusion(entry, size));
  const checkpoint = latest?.size === size ? latest : await unlessContradicted(() => seals.ofSize(size));
  return {
    entry,
    position,
    size,
    leafHash: leaf.toString('base64'),
    rootHash: root.toString('base64'),
    hashes: proof.map((hash) => hash.toString('base64')),
    checkpoint: checkpoint?.note ?? null,
  };
}

async function entryOf(seals: Seals, { entry, position }: InclusionProofDto): Promise<number> {
  if (entry !== undefined && position === undefined) return entry;
  if (position === undefined || entry !== undefined) throw new Refusal('entry-or-position', {}, 'entry');
  const found = await seals.entryAt(position);
  if (found === undefined) throw new Refusal('position-not-sealed', {}, 'position');
  return found;
}
