import { Module } from '@nestjs/common';
import { HistoryReader } from './history-reader';
import { SubjectHistoryController } from './subject-history.controller';

@Module({ controllers: [SubjectHistoryController], providers: [HistoryReader] })
export class SubjectHistoryModule {}
