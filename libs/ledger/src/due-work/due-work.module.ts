import { type DynamicModule, Module } from '@nestjs/common';
import { DeskModule } from '../application';
import { ReconciliationModule } from '../reconciliation';
import { CalendarPolicy } from './calendar.policy';
import { CLOCKED_PAPERS, type ClockedPapers } from './clocked';
import { DueWork } from './due-work';
import { DueWorkController } from './due-work.controller';
import { DueWorkTries } from './due-work-tries';

@Module({})
export class DueWorkModule {
  /** Over all papers with a clock. */
  static over(clocked: readonly ClockedPapers[]): DynamicModule {
    return {
      module: DueWorkModule,
      imports: [DeskModule, ReconciliationModule],
      controllers: [DueWorkController],
      providers: [DueWork, DueWorkTries, CalendarPolicy, { provide: CLOCKED_PAPERS, useValue: clocked }],
      exports: [DueWork, CalendarPolicy],
    };
  }
}
