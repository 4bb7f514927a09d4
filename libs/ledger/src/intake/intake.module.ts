import { Module } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import { CommitmentModule } from '../commitment';
import { CreditSubjectModule } from '../credit-subject';
import { MajorFireHazardModule } from '../major-fire-hazard';
import { PenaltyDecisionModule } from '../penalty-decision';
import { SpotCheckModule } from '../spot-check';
import { Intake } from './intake';
import { IntakeController } from './intake.controller';

/** With the capabilities whose commands the rows become. */
@Module({
  imports: [
    CqrsModule,
    CommitmentModule,
    CreditSubjectModule,
    MajorFireHazardModule,
    PenaltyDecisionModule,
    SpotCheckModule,
  ],
  controllers: [IntakeController],
  providers: [Intake],
})
export class IntakeModule {}
