import { Body, Controller, HttpCode, HttpStatus, Inject, Post, Res } from '@nestjs/common';
import {
  ApiBearerAuth,
  ApiOkResponse,
  ApiOperation,
  ApiProperty,
  ApiServiceUnavailableResponse,
  ApiTags,
} from '@nestjs/swagger';
import { IsString, MaxLength } from 'class-validator';
import { Allow } from '../access';
import { CLOCK, type Clock, type Reply, reply } from '../application';
import { PersonalPapers } from '../personal-data';
import { IDENTITY_TYPES, parseIdentityNumber, parseIdentityType, readField } from '../shared';
import { CreditStatusView, toCreditStatusView } from './credit-status.view';
import { CreditStatusDto, CreditStatusReader } from './get-credit-status.query';

export class PersonStatusDto extends CreditStatusDto {
  @ApiProperty({ description: '证件类型', enum: IDENTITY_TYPES }) @IsString() @MaxLength(40) identityType!: string;
  @ApiProperty({ description: '证件号码' }) @IsString() @MaxLength(64) identityNumber!: string;
}

/** A person is asked for by a body: an address with a number in it would stand in other people's logs. */
@ApiTags('信用状态')
@ApiBearerAuth()
@Controller('persons/status')
export class PersonStatusController {
  constructor(
    private readonly statuses: CreditStatusReader,
    private readonly papers: PersonalPapers,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  @Post()
  @HttpCode(HttpStatus.OK)
  @Allow('read-status')
  @ApiOperation({
    summary: '按证件查询自然人信用状态',
    description:
      '答复中的 uscc 是此人在台账中的编号（person-…），可用于 /subjects/{uscc}/status 和 /subjects/{uscc}/history。',
  })
  @ApiOkResponse({ type: CreditStatusView })
  @ApiServiceUnavailableResponse({ type: CreditStatusView, description: '暂不能作答（status 为 cannot-answer）' })
  async status(@Body() body: PersonStatusDto, @Res({ passthrough: true }) to: Reply): Promise<CreditStatusView> {
    const { identityType: type, identityNumber: number, ...at } = body;
    const identityType = readField('identityType', () => parseIdentityType(type));
    const identityNumber = readField('identityNumber', () =>
      parseIdentityNumber(identityType, number, this.clock.today()),
    );
    const subjectId = this.papers.subjectIdOf({ identityType, identityNumber });
    const answer = await this.statuses.statusOf(subjectId, at);
    return reply(toCreditStatusView(answer), to);
  }
}
