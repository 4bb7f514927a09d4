import { Inject, Injectable } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { CLOCK, type Clock, READ_MODELS, type ReadModels, systemContext } from '../application';
import { FindHazardOverdue } from './find-hazard-overdue.command';

const limit = 500;

/** Writes down that a hazard's time to rectify is over. The score knows by the calendar; the blacklist needs the event. */
@Injectable()
export class OverdueHazardsSweep {
  constructor(
    private readonly commands: CommandBus,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(READ_MODELS) private readonly readModels: ReadModels,
  ) {}

  async run(): Promise<void> {
    const { rows } = await this.readModels.query<{ hazard_id: string }>(
      'SELECT hazard_id FROM open_hazards WHERE rectify_by < $1 ORDER BY rectify_by LIMIT $2',
      [this.clock.today(), limit],
    );
    await Promise.all(
      rows.map(({ hazard_id }) =>
        this.commands.execute(
          new FindHazardOverdue(hazard_id, systemContext('sweep/overdue-hazards', ['overdue-hazards', hazard_id])),
        ),
      ),
    );
  }
}
