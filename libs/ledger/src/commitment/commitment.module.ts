import { Module } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import { CommitmentController } from './commitment.controller';
import { RecordCommitmentHandler } from './record-commitment.command';
import { RecordMissingCommitmentHandler } from './record-missing-commitment.command';
import { WithdrawFalseCommitmentFindingHandler } from './withdraw-false-commitment-finding.command';

@Module({
  imports: [CqrsModule],
  controllers: [CommitmentController],
  providers: [RecordCommitmentHandler, WithdrawFalseCommitmentFindingHandler, RecordMissingCommitmentHandler],
})
export class CommitmentModule {}
