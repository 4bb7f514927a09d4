import { frameLeaf, leafHash, Seals, sha256Rfc6962 } from '@app/sealing';
import { Inject } from '@nestjs/common';
import { IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { ApiProperty } from '@nestjs/swagger';
import { type EventLog, STORED_LOG } from '../application';
import { Refusal } from '../shared';
import { unlessContradicted } from './seal-contradiction';

export class SealedEntryView {
  @ApiProperty({ description: '条目号，从0起' }) entry!: number;
  @ApiProperty({ description: '台账位置' }) position!: number;
  @ApiProperty({ description: '叶的原始字节（base64），格式见 libs/sealing/README.md' }) leaf!: string;
  @ApiProperty({ description: '叶哈希（base64）' }) leafHash!: string;
}

/** 调阅一条封存记录的原始字节, so that whoever asks can hash it himself. */
export class GetSealedEntry extends Query<SealedEntryView> {
  constructor(readonly entry: number) {
    super();
  }
}

/**
 * Refusals, in this order: `entry-unknown` {size}; `seal-contradicted` {reason}; `entry-contradicts-seal` what stands in the log is not what was sealed.
 */
@QueryHandler(GetSealedEntry)
export class GetSealedEntryHandler implements IQueryHandler<GetSealedEntry> {
  constructor(
    private readonly seals: Seals,
    @Inject(STORED_LOG) private readonly log: EventLog,
  ) {}

  async execute({ entry }: GetSealedEntry): Promise<SealedEntryView> {
    const { size } = await this.seals.state();
    if (entry >= size) throw new Refusal('entry-unknown', { size }, 'entry');
    const [{ position, leaf: sealed }, before] = await unlessContradicted(() =>
      Promise.all([
        this.seals.inclusion(entry, size),
        entry === 0 ? { position: 0 } : this.seals.inclusion(entry - 1, size),
      ]),
    );
    const [event] = await this.log.readAll({ after: before.position, limit: 1 });
    const leaf = event && frameLeaf(event);
    if (event?.position !== position || !leaf || !leafHash(sha256Rfc6962, leaf).equals(sealed))
      throw new Refusal('entry-contradicts-seal', { entry, position });
    return { entry, position, leaf: leaf.toString('base64'), leafHash: sealed.toString('base64') };
  }
}
