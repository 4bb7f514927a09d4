/**
 * Many things by their ids (UUIDs), which never change: one more is another of these, and shares with the former all but a 256th part. A sheet of
 * differences is read event by event; a copy of a whole map for each of them would be as many copies as there are rows.
 */
export class ManyById<Thing> {
  private constructor(
    private readonly parts: readonly (ReadonlyMap<string, Placed<Thing>> | undefined)[],
    private readonly count: number,
  ) {}

  static none<Thing>(): ManyById<Thing> {
    return new ManyById<Thing>([], 0);
  }

  get(id: string): Thing | undefined {
    return this.parts[partOf(id)]?.get(id)?.thing;
  }

  /** With this one, in the place of an earlier one of the id. */
  with(id: string, thing: Thing): ManyById<Thing> {
    const part = new Map(this.parts[partOf(id)]);
    const place = part.get(id)?.place ?? this.count;
    const parts = this.parts.slice();
    parts[partOf(id)] = part.set(id, { place, thing });
    return new ManyById(parts, Math.max(this.count, place + 1));
  }

  /** In the order in which they came. */
  values(): readonly Thing[] {
    return this.parts
      .flatMap((part) => [...(part?.values() ?? [])])
      .sort((one, other) => one.place - other.place)
      .map(({ thing }) => thing);
  }
}

interface Placed<Thing> {
  readonly place: number;
  readonly thing: Thing;
}

/** The last two digits of an id are of its random part. */
const partOf = (id: string): number => parseInt(id.slice(-2), 16) || 0;
