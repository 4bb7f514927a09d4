import { Module } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import { DeskModule } from '../application';
import { CommitmentController } from './commitment.controller';
import { RecordCommitmentHandler } from './record-commitment.command';
import { RecordMissingCommitmentHandler } from './record-missing-commitment.command';
import { WithdrawFalseCommitmentFindingHandler } from './withdraw-false-commitment-finding.command';

@Module({
  imports: [CqrsModule, DeskModule],
  controllers: [CommitmentController],
  providers: [RecordCommitmentHandler, WithdrawFalseCommitmentFindingHandler, RecordMissingCommitmentHandler],
})
export class CommitmentModule {}
