import { Module } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import { DeskModule } from '../application';
import { CreditDossierModule } from '../credit-dossier';
import { AnswerDefenceHandler } from './answer-defence.command';
import { BlacklistController } from './blacklist.controller';
import { BlacklistRegister } from './blacklist-register';
import { CaseUnits } from './case-units';
import { CorrectListingHandler } from './correct-listing.command';
import { DismissCandidateHandler } from './dismiss-candidate.command';
import { ListOnBlacklistHandler } from './list-on-blacklist.command';
import { ListingCandidatesPolicy } from './listing-candidates.policy';
import { NotifyListingIntentHandler } from './notify-listing-intent.command';
import { ProposeForAccidentHandler } from './propose-for-accident.command';
import { ReceiveDefenceHandler } from './receive-defence.command';
import { RemoveFromBlacklistHandler } from './remove-from-blacklist.command';

@Module({
  imports: [CqrsModule, DeskModule, CreditDossierModule],
  controllers: [BlacklistController],
  providers: [
    BlacklistRegister,
    CaseUnits,
    ProposeForAccidentHandler,
    DismissCandidateHandler,
    NotifyListingIntentHandler,
    ReceiveDefenceHandler,
    AnswerDefenceHandler,
    ListOnBlacklistHandler,
    CorrectListingHandler,
    RemoveFromBlacklistHandler,
    ListingCandidatesPolicy,
  ],
  exports: [ListingCandidatesPolicy],
})
export class BlacklistModule {}
