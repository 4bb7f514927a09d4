import type { Fault, Push } from '@app/outbox';
import { Injectable } from '@nestjs/common';
import { Dossiers } from '../credit-dossier';
import { isSameName } from '../shared';

/** So long it is waited for the dossiers, which are read beside the outbox; behind for longer, they hold up no delivery. Our default. */
const waitMs = 50;

/** The version of the rule; it stands in recorded facts. */
const rule = 'register-1/1001';

/**
 * Holds name and code of what is to leave against our register: platforms refuse a name that is not the one of the code (1001). A paper that was
 * recorded before its unit was registered may have another name; who records the renaming or sends it despite the check settles it.
 *
 * - Any name that the unit was registered by will do, as when a paper is recorded.
 * - Looked at is what states a record; what is said of it later names it as it was stated.
 * - Of a unit that is not registered, or of which nothing is known now, nothing is said: the platform judges.
 */
@Injectable()
export class RegisterCheck {
  constructor(private readonly dossiers: Dossiers) {}

  /** Faults by push id; one look-up for all. */
  async faultsOf(pushes: readonly Push[]): Promise<ReadonlyMap<string, readonly Fault[]>> {
    const stating = pushes.filter(({ effect }) => effect === 'states' || effect === 'replaces');
    if (stating.length === 0) return new Map();
    const position = Math.max(...stating.map((push) => push.position));
    const reading = await this.dossiers.upTo(position, [...new Set(stating.map(({ subjectId }) => subjectId))], {
      waitMs,
    });
    return new Map(
      stating.flatMap((push) => {
        const told = reading.of(push.subjectId);
        const names = told.known ? (told.value?.names ?? []) : [];
        const fault = faultIn(
          (push.document as { readonly subjectName?: unknown }).subjectName,
          names.filter(({ source }) => source === 'registered').map(({ name }) => name),
        );
        return fault ? [[push.pushId, [fault]] as const] : [];
      }),
    );
  }
}

/** Pure. Nothing where the name is sealed, or where nobody is registered. */
export function faultIn(printed: unknown, registered: readonly string[]): Fault | undefined {
  const present = registered.at(-1);
  if (typeof printed !== 'string' || present === undefined) return undefined;
  if (registered.some((name) => isSameName(name, printed))) return undefined;
  return {
    rule,
    sentence: `主体名称“${printed}”不是该统一社会信用代码登记的名称“${present}”，平台将以1001退回；单位已更名的，登记更名后重新推送`,
  };
}
