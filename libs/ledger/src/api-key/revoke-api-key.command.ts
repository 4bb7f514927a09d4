import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { mayDo, type Role } from '../access';
import { Desk, Order, Receipt, Text } from '../application';
import { paper, Refusal, requiredText, type Written } from '../shared';
import { ApiKeysOnFile } from './api-keys-on-file';
import { apiKey, revoke } from './domain/api-key';
import { foundInUse } from './key-table';

/** 停用密钥. Refusals: those of the field. */
const readRevocation = paper(() => ({ reason: requiredText }));

export class RevokeApiKeyDto implements Written<typeof readRevocation> {
  @Text('停用理由', 400) reason!: string;
}

/**
 * 停用密钥: by its holder with the key itself, or by whoever may see the keys of its unit. Refusals: those of `readRevocation`, then
 * `api-key-not-found` (also of another unit's).
 */
export class RevokeApiKey extends Order<RevokeApiKeyDto> {}

@CommandHandler(RevokeApiKey)
export class RevokeApiKeyHandler implements ICommandHandler<RevokeApiKey> {
  constructor(
    private readonly desk: Desk,
    private readonly keys: ApiKeysOnFile,
  ) {}

  /** First the event, then the row: whatever breaks between the two, the same order again or `RevokedKeysPolicy` finishes it. */
  async execute({ id: fingerprint, body, context }: RevokeApiKey): Promise<Receipt> {
    const { today } = this.desk;
    const { reason } = readRevocation(body, today);
    const { actor } = context;
    const key = await this.keys.of(fingerprint);
    const own = actor.key === fingerprint;
    const ofUnit = key?.unitCode === actor.unitCode && mayDo(actor.role as Role, 'read-api-keys');
    if (!key || !(own || ofUnit)) throw new Refusal('api-key-not-found', { fingerprint });
    const decide = revoke(fingerprint, { reason, revokedOn: today }, foundInUse(key));
    const receipt = await this.desk.record(apiKey, fingerprint, decide, context, 'ApiKeyRevoked');
    await this.keys.revoke([key.keyHash]);
    return receipt;
  }
}
