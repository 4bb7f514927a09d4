import { Module } from '@nestjs/common';
import { DeskModule } from '../application';
import { HistoryReader } from './history-reader';
import { SubjectHistoryController } from './subject-history.controller';

@Module({ imports: [DeskModule], controllers: [SubjectHistoryController], providers: [HistoryReader] })
export class SubjectHistoryModule {}
