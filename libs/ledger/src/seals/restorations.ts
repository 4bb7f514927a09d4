import { type Context, type EventLog, fold, transact } from '@app/event-store';
import type { BranchDeclaration, RestoreWatch } from '@app/sealing';
import { Inject, Injectable } from '@nestjs/common';
import { EVENT_LOG, permit } from '../application';
import { type Restoration, restoration, restorationsId } from './domain/restoration';
import type { RestorationEvent } from './domain/restoration.events';

const stream = `${restoration.category}-${restorationsId}`;

/** What the log says of restores, read anew each time: its stream is short, and empty in most logs. */
@Injectable()
export class Restorations implements RestoreWatch {
  constructor(@Inject(EVENT_LOG) private readonly log: EventLog) {}

  async state(): Promise<Restoration> {
    return fold(restoration, await this.log.readStream(stream));
  }

  async isOpen(): Promise<boolean> {
    return (await this.state()).open !== null;
  }

  async branches(): Promise<readonly BranchDeclaration[]> {
    const { branches } = await this.state();
    return branches.map(({ note, good, lost }) => ({ note, goodNote: good?.note ?? null, lostNote: lost.note }));
  }

  /** Takes a step. @throws what the step refuses, then what `permit` refuses, then the errors of `transact` */
  async record(
    decide: (state: Restoration) => readonly RestorationEvent[],
    context: Context,
    answeredBy: RestorationEvent['type'],
  ): Promise<void> {
    await transact(this.log, stream, restoration, decide, context, {
      answeredBy: [answeredBy],
      permit: (stored, decided) => {
        permit(restoration, stored, decided, context);
      },
    });
  }
}
