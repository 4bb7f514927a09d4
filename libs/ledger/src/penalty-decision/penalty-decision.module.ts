import { Module } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import { DeskModule } from '../application';
import { PersonalDataModule } from '../personal-data';
import { ChangePenaltyDecisionHandler } from './change-penalty-decision.command';
import { CorrectPenaltyDecisionHandler } from './correct-penalty-decision.command';
import { FindPenaltyDecisionUnlawfulHandler } from './find-penalty-decision-unlawful.command';
import { FindPenaltyDecisionVoidHandler } from './find-penalty-decision-void.command';
import { PenaltyDecisionController } from './penalty-decision.controller';
import { RecordPenaltyDecisionHandler } from './record-penalty-decision.command';
import { RevokePenaltyDecisionHandler } from './revoke-penalty-decision.command';

@Module({
  imports: [CqrsModule, DeskModule, PersonalDataModule],
  controllers: [PenaltyDecisionController],
  providers: [
    RecordPenaltyDecisionHandler,
    RevokePenaltyDecisionHandler,
    ChangePenaltyDecisionHandler,
    CorrectPenaltyDecisionHandler,
    FindPenaltyDecisionUnlawfulHandler,
    FindPenaltyDecisionVoidHandler,
  ],
})
export class PenaltyDecisionModule {}
