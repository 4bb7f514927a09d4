import type { Context } from '@app/event-store';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { ApiProperty } from '@nestjs/swagger';
import { IsBoolean } from 'class-validator';
import { Desk, Text } from '../application';
import { findLost, pushOutcome } from '../push';
import { derivedId, Refusal } from '../shared';
import { reconciliation } from './domain/reconciliation';
import { readResolution, type ResolutionPaper } from './domain/resolution-paper';
import { mendingOf } from './mending';
import { ToldInOutbox } from './told-in-outbox';

export class MendDiscrepanciesDto implements ResolutionPaper {
  @Text('重新报送的理由', 400, { example: '平台恢复备份，数据丢失' }) reason!: string;
  @ApiProperty({ description: '只看看会重新报送哪些，什么也不记录' }) @IsBoolean() dryRun!: boolean;
}

export class MendedDiscrepancies {
  @ApiProperty({ description: '只是试看' }) dryRun!: boolean;
  @ApiProperty({ type: [String], format: 'uuid', description: '重新报送（试看：将重新报送）的推送编号' })
  pushIds!: string[];
  @ApiProperty({ type: [String], format: 'uuid', description: '以重新报送更正的差异' }) sentAgain!: string[];
  @ApiProperty({ type: [String], format: 'uuid', description: '记录已终止，平台上也已没有，无需报送的差异' })
  left!: string[];
  @ApiProperty({ type: [String], format: 'uuid', description: '须与平台人工核对的差异' }) byHand!: string[];
}

/**
 * 对账更正: sends again what the body has lost, and what ended a record that it still shows; each push by an event of its own, under an id
 * derived from this command's. Said again it changes nothing more. Differences that somebody has settled are left out.
 *
 * Refusals in this order: those of `readResolution`; `reconciliation-not-found`; `reconciliation-of-fed-body` {fedBy} another body feeds it,
 * so nothing is sent: the one that feeds it has to mend it.
 */
export class MendDiscrepancies extends Command<MendedDiscrepancies> {
  constructor(
    readonly reconciliationId: string,
    readonly body: MendDiscrepanciesDto,
    readonly context: Context,
  ) {
    super();
  }
}

@CommandHandler(MendDiscrepancies)
export class MendDiscrepanciesHandler implements ICommandHandler<MendDiscrepancies> {
  constructor(
    private readonly desk: Desk,
    private readonly told: ToldInOutbox,
  ) {}

  async execute({ reconciliationId, body, context }: MendDiscrepancies): Promise<MendedDiscrepancies> {
    const { today } = this.desk;
    const { dryRun } = body;
    const { reason } = readResolution(body, today);
    const state = await this.desk.stateOf(reconciliation, reconciliationId);
    if (state.status === 'absent') throw new Refusal('reconciliation-not-found', { reconciliationId });
    const { fedBy, endpoint } = state.opened;
    if (fedBy !== null) throw new Refusal('reconciliation-of-fed-body', { fedBy });
    const open = state.discrepancies.values().flatMap(({ found, resolution }) => (resolution ? [] : [found]));
    const keys = open.map(({ key }) => key);
    const rows = keys.length === 0 ? [] : await this.told.under(endpoint, keys);
    const { pushIds, sentAgain, left, byHand } = mendingOf(open, rows, today);
    if (!dryRun) {
      for (const pushId of pushIds) {
        const order = findLost({ pushId, reconciliationId, reason, sentAgainOn: today });
        await this.desk.record(pushOutcome, pushId, order, ofOne(context, pushId), 'PushFoundLost');
      }
    }
    return { dryRun, pushIds: [...pushIds], sentAgain: [...sentAgain], left: [...left], byHand: [...byHand] };
  }
}

/** The context of the order about one push. */
function ofOne(context: Context, pushId: string): Context {
  const { commandId, formerCommandId: former } = context;
  return {
    ...context,
    commandId: derivedId('mend-discrepancies', commandId, pushId),
    ...(former !== undefined && { formerCommandId: derivedId('mend-discrepancies', former, pushId) }),
  };
}
