import { SealContradicted, TileMissing } from '@app/sealing';
import { Refusal } from '../shared';

/** Asks the seals; refuses with `seal-contradicted` {reason} when they, or the log beneath them, were changed underneath. */
export async function unlessContradicted<Answer>(ask: () => Promise<Answer>): Promise<Answer> {
  try {
    return await ask();
  } catch (error) {
    if (error instanceof SealContradicted || error instanceof TileMissing)
      throw new Refusal('seal-contradicted', { reason: error.message });
    throw error;
  }
}
