import { Module } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import { GetSubjectHistoryHandler } from './get-subject-history.query';
import { SubjectHistoryController } from './subject-history.controller';

@Module({ imports: [CqrsModule], controllers: [SubjectHistoryController], providers: [GetSubjectHistoryHandler] })
export class SubjectHistoryModule {}
