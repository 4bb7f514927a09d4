import { frameLeaf, leafHash, type Seals, sha256Rfc6962 } from '@app/sealing';
import { ApiProperty } from '@nestjs/swagger';
import type { EventLog } from '../application';
import { Refusal } from '../shared';
import { unlessContradicted } from './seal-contradiction';

export class SealedEntryView {
  @ApiProperty({ description: '条目号，从0起' }) entry!: number;
  @ApiProperty({ description: '台账位置' }) position!: number;
  @ApiProperty({ type: String, nullable: true, description: '所涉主体：统一社会信用代码，或自然人在台账中的编号' })
  subjectId!: string | null;
  @ApiProperty({ description: '叶的原始字节（base64），格式见 libs/sealing/README.md' }) leaf!: string;
  @ApiProperty({ description: '叶哈希（base64）' }) leafHash!: string;
}

/**
 * 调阅一条封存记录的原始字节, so that an auditor can compute the hash.
 *
 * Refusals, in this order: `entry-unknown` {size}; `seal-contradicted` {reason}; `entry-contradicts-seal` what stands in the log is
 * not what was sealed.
 *
 * @param storedLog the log as it is stored: what is sealed are the stored bytes
 */
export async function getSealedEntry(seals: Seals, storedLog: EventLog, entry: number): Promise<SealedEntryView> {
  const { size } = await seals.state();
  if (entry >= size) throw new Refusal('entry-unknown', { size }, 'entry');
  const [{ position, leaf: sealed }, before] = await unlessContradicted(() =>
    Promise.all([seals.inclusion(entry, size), entry === 0 ? { position: 0 } : seals.inclusion(entry - 1, size)]),
  );
  const [event] = await storedLog.readAll({ after: before.position, limit: 1 });
  const leaf = event && frameLeaf(event);
  if (event?.position !== position || !leaf || !leafHash(sha256Rfc6962, leaf).equals(sealed))
    throw new Refusal('entry-contradicts-seal', { entry, position });
  return {
    entry,
    position,
    subjectId: subjectNamedIn(event.data),
    leaf: leaf.toString('base64'),
    leafHash: sealed.toString('base64'),
  };
}

/** Of the stored bytes of an event, in whatever version; null: it is about none, or its bytes are no event of ours, and are shown all the same. */
function subjectNamedIn(bytes: Uint8Array): string | null {
  let data: unknown;
  try {
    data = JSON.parse(Buffer.from(bytes).toString('utf8'));
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
  if (typeof data !== 'object' || data === null || !('subjectId' in data)) return null;
  return typeof data.subjectId === 'string' ? data.subjectId : null;
}
