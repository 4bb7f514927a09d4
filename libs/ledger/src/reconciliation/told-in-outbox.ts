import { type ToldPush, toldPushesUnder } from '@app/outbox';
import { Inject, Injectable } from '@nestjs/common';
import { READ_MODELS, type ReadModels } from '../application';
import { PublicationEnds } from '../push';
import { standingFields } from './expected';

/** Reads what a body was told. */
@Injectable()
export class ToldInOutbox {
  constructor(
    @Inject(READ_MODELS) private readonly readModels: ReadModels,
    private readonly ends: PublicationEnds,
  ) {}

  /** The pushes of these keys, with all others of their lanes. */
  async under(endpoint: string, keys: readonly string[]): Promise<readonly ToldPush[]> {
    return this.ends.filledIn(await toldPushesUnder(this.readModels, endpoint, keys, standingFields));
  }
}
