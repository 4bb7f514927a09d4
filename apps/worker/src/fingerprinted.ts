import type { BodyHoldings, ToldContent } from '@app/outbox';
import type { PersonalData } from '@app/personal-data';

/** The fingerprint under which a body holds what it was told, its personal text opened; null: it can be read no longer, or not here. */
export async function fingerprinted(
  holdings: BodyHoldings | undefined,
  personal: Pick<PersonalData, 'reveal'>,
  push: ToldContent,
): Promise<string | null> {
  if (!holdings) return null;
  const { value, gaps } = await personal.reveal(push);
  return gaps.size > 0 ? null : holdings.fingerprintOf(value);
}
