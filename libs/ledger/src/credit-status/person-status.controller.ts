import type { Context } from '@app/event-store';
import { Body, Controller, HttpCode, HttpStatus, Inject, Post, Res } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import {
  ApiBearerAuth,
  ApiOkResponse,
  ApiOperation,
  ApiProperty,
  ApiServiceUnavailableResponse,
  ApiTags,
} from '@nestjs/swagger';
import { IsString, MaxLength } from 'class-validator';
import { Allow, CommandContext } from '../access';
import { CLOCK, type Clock, type Reply, reply, Text } from '../application';
import { PersonalPapers } from '../personal-data';
import { IDENTITY_TYPES, parseIdentityNumber, parseIdentityType, readField } from '../shared';
import { AskPersonStatus } from './ask-person-status.command';
import { CreditStatusView, toCreditStatusView } from './credit-status.view';
import { CreditStatusDto } from './get-credit-status.query';

export class PersonStatusDto extends CreditStatusDto {
  @ApiProperty({ description: '证件类型', enum: IDENTITY_TYPES }) @IsString() @MaxLength(40) identityType!: string;
  @ApiProperty({ description: '证件号码' }) @IsString() @MaxLength(64) identityNumber!: string;
  @Text('查询目的：为何查询此人；与查询人一并记入台账', 400, { example: '招标资格审查' }) purpose!: string;
}

/** A person is asked for by a body: an address with a number in it would stand in other people's logs. */
@ApiTags('信用状态')
@ApiBearerAuth()
@Controller('persons/status')
export class PersonStatusController {
  constructor(
    private readonly commands: CommandBus,
    private readonly papers: PersonalPapers,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  @Post()
  @HttpCode(HttpStatus.OK)
  @Allow('read-status')
  @ApiOperation({
    summary: '按证件查询自然人信用状态；谁为何查询记入台账',
    description:
      '答复中的 uscc 是此人在台账中的编号（person-…），可用于 /subjects/{uscc}/status 和 /subjects/{uscc}/history。',
  })
  @ApiOkResponse({ type: CreditStatusView })
  @ApiServiceUnavailableResponse({ type: CreditStatusView, description: '暂不能作答（status 为 cannot-answer）' })
  async status(
    @Body() body: PersonStatusDto,
    @CommandContext() context: Context,
    @Res({ passthrough: true }) to: Reply,
  ): Promise<CreditStatusView> {
    const { identityType: type, identityNumber: number, purpose, ...at } = body;
    const identityType = readField('identityType', () => parseIdentityType(type));
    const identityNumber = readField('identityNumber', () =>
      parseIdentityNumber(identityType, number, this.clock.today()),
    );
    const personId = this.papers.subjectIdOf({ identityType, identityNumber });
    const answer = await this.commands.execute(new AskPersonStatus(personId, purpose, at, context));
    return reply(toCreditStatusView(answer), to);
  }
}
