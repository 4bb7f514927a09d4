import { Module } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import { DeskModule } from '../application';
import { CreditDossierModule } from '../credit-dossier';
import { BatchWorkbookController } from './batch-workbook.controller';
import { ExchangeDatabases } from './exchange-databases';
import { Adopter } from './adopter';
import { ApproveAdoptionHandler, AskAdoptionHandler } from './adoption.command';
import { BodyStandings } from './body-standings';
import { ChangeBodyKeyHandler } from './change-body-key.command';
import { PausePushesHandler, PushFlows, ResumePushesHandler } from './pause-pushes.command';
import { EndedPublicity } from './ended-publicity';
import { PublicationEnds } from './publication-ends';
import { PushController } from './push.controller';
import { PushRecorder } from './push-recorder';
import { PushesReader } from './pushes-reader';
import { RegisterCheck } from './register-check';
import { RedrivablePushes } from './redrivable-pushes';
import { RedrivePushHandler } from './redrive-push.command';
import { RedrivePushesHandler } from './redrive-pushes.command';
import { ReviewRestorationHandler } from './review-restoration.command';
import { SendDespiteCheckHandler } from './send-despite-check.command';
import { ToldBodies } from './told-bodies';

@Module({
  imports: [CqrsModule, DeskModule, CreditDossierModule],
  controllers: [PushController, BatchWorkbookController],
  providers: [
    Adopter,
    BodyStandings,
    ChangeBodyKeyHandler,
    AskAdoptionHandler,
    ApproveAdoptionHandler,
    EndedPublicity,
    PublicationEnds,
    PushRecorder,
    PushesReader,
    RedrivablePushes,
    RedrivePushHandler,
    RedrivePushesHandler,
    SendDespiteCheckHandler,
    PausePushesHandler,
    ResumePushesHandler,
    PushFlows,
    ReviewRestorationHandler,
    ExchangeDatabases,
    ToldBodies,
    RegisterCheck,
  ],
  exports: [
    Adopter,
    BodyStandings,
    EndedPublicity,
    PublicationEnds,
    PushRecorder,
    PushFlows,
    ExchangeDatabases,
    ToldBodies,
    RegisterCheck,
  ],
})
export class PushModule {}
