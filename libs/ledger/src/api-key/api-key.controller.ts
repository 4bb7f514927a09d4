import type { Context } from '@app/event-store';
import { Body, Controller, Get, HttpCode, Param, Post } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiBearerAuth, ApiOkResponse, ApiOperation, ApiProperty, ApiTags } from '@nestjs/swagger';
import { Allow, type Caller, CommandContext, CurrentCaller, ROLES, ShowsNobody } from '../access';
import { Receipt } from '../application';
import { Refusal } from '../shared';
import { ApiKeysOnFile } from './api-keys-on-file';
import { RevokeApiKey, RevokeApiKeyDto } from './revoke-api-key.command';

export class ApiKeyView {
  @ApiProperty({ description: '密钥指纹：密钥 SHA-256 的前8字节，十六进制', example: '1a2b3c4d5e6f7081' })
  fingerprint!: string;
  @ApiProperty({ description: '持有人' }) holder!: string;
  @ApiProperty({ enum: ROLES, description: '角色' }) role!: string;
  @ApiProperty({ type: [String], description: '本单位之外，还可代为记录的单位代码；* 为任何单位' })
  recordsFor!: readonly string[];
  @ApiProperty({ description: '发放时间（UTC）', format: 'date-time' }) issuedAt!: string;
  @ApiProperty({ type: String, nullable: true, description: '有效期最后一日；不限期时为 null' })
  expiresOn!: string | null;
  @ApiProperty({ type: String, nullable: true, format: 'date-time', description: '停用时间（UTC）；在用时为 null' })
  revokedAt!: string | null;
}

export class ApiKeyViews {
  @ApiProperty({ type: [ApiKeyView], description: '本单位的密钥，新的在前' }) keys!: ApiKeyView[];
}

@ApiTags('密钥')
@ApiBearerAuth()
@Controller('api-keys')
export class ApiKeyController {
  constructor(
    private readonly commands: CommandBus,
    private readonly keys: ApiKeysOnFile,
  ) {}

  @Get()
  @Allow('read-api-keys')
  @ShowsNobody('keys and their holders, no subject')
  @ApiOperation({ summary: '查看本单位的密钥' })
  @ApiOkResponse({ type: ApiKeyViews })
  async ofUnit(@CurrentCaller() { unitCode }: Caller): Promise<ApiKeyViews> {
    const keys = await this.keys.ofUnit(unitCode);
    return {
      keys: keys.map(({ fingerprint, holder, role, recordsFor, issuedAt, expiresOn, revokedAt }) => ({
        fingerprint,
        holder,
        role,
        recordsFor,
        issuedAt: issuedAt.toISOString(),
        expiresOn,
        revokedAt: revokedAt?.toISOString() ?? null,
      })),
    };
  }

  @Post(':fingerprint/revocation')
  @HttpCode(200)
  @Allow('revoke-api-keys')
  @ApiOperation({ summary: '停用密钥：持有人停用自己的，审批人、运维员停用本单位的' })
  @ApiOkResponse({ type: Receipt })
  revoke(
    @Param('fingerprint') fingerprint: string,
    @Body() body: RevokeApiKeyDto,
    @CommandContext() context: Context,
  ): Promise<Receipt> {
    if (!/^[0-9a-f]{16}$/.test(fingerprint)) throw new Refusal('fingerprint-invalid', {}, 'fingerprint');
    return this.commands.execute(new RevokeApiKey(fingerprint, body, context));
  }
}
