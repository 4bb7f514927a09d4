import type { ClientBase } from 'pg';
import type { HeldBack } from '../held-back';

/** The other version of a read model, in the schema `beside`. */
export interface Beside {
  readonly state: 'building' | 'built' | 'replaced';
  readonly position: number;
  readonly eventsRead: number;
  readonly heldBack: HeldBack;
}

/** What stands beside a read model; undefined when nothing does. With `lock`, nobody else changes it until the transaction ends. */
export async function whatIsBeside(
  client: ClientBase,
  projection: string,
  lock: 'lock' | 'look' = 'look',
): Promise<Beside | undefined> {
  const { rows } = await client.query<BesideRow>(
    `SELECT state, position, events_read, held_back FROM public.projection_rebuilds WHERE projection = $1
     ${lock === 'lock' ? 'FOR UPDATE' : ''}`,
    [projection],
  );
  const row = rows[0];
  return (
    row && {
      state: row.state,
      position: Number(row.position),
      eventsRead: Number(row.events_read),
      heldBack: new Map(Object.entries(row.held_back)),
    }
  );
}

interface BesideRow {
  readonly state: Beside['state'];
  readonly position: string;
  readonly events_read: string;
  readonly held_back: Record<string, number>;
}

/** Says what stands beside now. By the owner, who may begin and end one; the state changes by nobody else. */
export async function setBeside(owner: ClientBase, projection: string, beside: Beside): Promise<void> {
  await owner.query(
    `INSERT INTO public.projection_rebuilds (projection, state, position, events_read, held_back)
     VALUES ($1, $2, $3, $4, $5)
     ON CONFLICT (projection) DO UPDATE SET state = excluded.state, position = excluded.position,
       events_read = excluded.events_read, held_back = excluded.held_back, since = now()`,
    [projection, beside.state, beside.position, beside.eventsRead, Object.fromEntries(beside.heldBack)],
  );
}

/** Moves it on, in the transaction that changed its rows. */
export async function moveBeside(
  rebuilder: ClientBase,
  projection: string,
  { position, eventsRead, heldBack }: Omit<Beside, 'state'>,
): Promise<void> {
  await rebuilder.query(
    `UPDATE public.projection_rebuilds SET position = $2, events_read = $3, held_back = $4 WHERE projection = $1`,
    [projection, position, eventsRead, Object.fromEntries(heldBack)],
  );
}
