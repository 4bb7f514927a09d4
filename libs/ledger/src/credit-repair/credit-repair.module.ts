import { Module } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import { DeskModule } from '../application';
import { CreditDossierModule } from '../credit-dossier';
import { BodiesTold } from './bodies-told';
import { CreditRepairController } from './credit-repair.controller';
import { CreditRepairsReader } from './credit-repairs-reader';
import { RecordCircumstances } from './record-circumstances';
import { RecordSuspensionController } from './record-suspension.controller';
import { RecordsOnFile } from './records-on-file';
import { RepairConfirmationsPolicy } from './repair-confirmations.policy';
import { AcceptCreditRepairHandler } from './accept-credit-repair.command';
import { ApplyForCreditRepairHandler } from './apply-for-credit-repair.command';
import { ApproveCreditRepairHandler } from './approve-credit-repair.command';
import { CompleteCreditRepairApplicationHandler } from './complete-credit-repair-application.command';
import { EndRecordSuspensionHandler } from './end-record-suspension.command';
import { ExtendCreditRepairAnswerHandler } from './extend-credit-repair-answer.command';
import { RefuseCreditRepairAcceptanceHandler } from './refuse-credit-repair-acceptance.command';
import { RejectCreditRepairHandler } from './reject-credit-repair.command';
import { ReturnCreditRepairHandler } from './return-credit-repair.command';
import { RevokeCreditRepairHandler } from './revoke-credit-repair.command';
import { SuspendCreditRecordHandler } from './suspend-credit-record.command';
import { VerifyCreditRepairHandler } from './verify-credit-repair.command';

@Module({
  imports: [CqrsModule, DeskModule, CreditDossierModule],
  controllers: [CreditRepairController, RecordSuspensionController],
  providers: [
    BodiesTold,
    CreditRepairsReader,
    RecordCircumstances,
    RecordsOnFile,
    ApplyForCreditRepairHandler,
    ReturnCreditRepairHandler,
    CompleteCreditRepairApplicationHandler,
    RefuseCreditRepairAcceptanceHandler,
    AcceptCreditRepairHandler,
    VerifyCreditRepairHandler,
    ExtendCreditRepairAnswerHandler,
    ApproveCreditRepairHandler,
    RejectCreditRepairHandler,
    RevokeCreditRepairHandler,
    SuspendCreditRecordHandler,
    EndRecordSuspensionHandler,
    RepairConfirmationsPolicy,
  ],
  exports: [RepairConfirmationsPolicy],
})
export class CreditRepairModule {}
