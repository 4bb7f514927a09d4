import { join } from 'node:path';
import { NotFoundException } from '@nestjs/common';
import { BODY_NAMES, type BodyName, firstBody, isBodyName } from './bodies';
import { Faults } from './faults';
import { Reception } from './reception';

/** One body as it is played here: a register, records, rules and a journal of its own, and its own misbehaviour. */
export interface House {
  readonly reception: Reception;
  readonly faults: Faults;
}

/** All the bodies that are played. */
export class Houses {
  private constructor(private readonly houses: ReadonlyMap<string, House>) {}

  /** @param dataDir the first body keeps its journal in it, as ever; the others in folders of their names */
  static async open(dataDir: string): Promise<Houses> {
    const open = async (body: BodyName): Promise<[string, House]> => {
      const folder = body === firstBody ? dataDir : join(dataDir, body);
      return [body, { reception: await Reception.open(body, join(folder, 'journal.ndjson')), faults: new Faults() }];
    };
    return new Houses(new Map(await Promise.all(BODY_NAMES.map(open))));
  }

  /** @param body undefined: the one that answers at the addresses without a name */
  of(body: string = firstBody): House {
    const house = isBodyName(body) ? this.houses.get(body) : undefined;
    if (!house) throw new NotFoundException(`没有接收平台 ${body}`);
    return house;
  }

  async close(): Promise<void> {
    await Promise.all([...this.houses.values()].map(({ reception }) => reception.close()));
  }
}
