import { Module } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import { DeskModule } from '../application';
import { ApiKeyController } from './api-key.controller';
import { ApiKeysOnFile } from './api-keys-on-file';
import { RevokeApiKeyHandler } from './revoke-api-key.command';
import { RevokedKeysPolicy } from './revoked-keys.policy';

@Module({
  imports: [CqrsModule, DeskModule],
  controllers: [ApiKeyController],
  providers: [ApiKeysOnFile, RevokeApiKeyHandler, RevokedKeysPolicy],
  exports: [RevokedKeysPolicy],
})
export class ApiKeyModule {}
