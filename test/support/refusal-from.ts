import { Refusal } from '../../libs/ledger/src/shared';

/** The refusal a promise is rejected with. */
export async function refusalFrom(promise: Promise<unknown>): Promise<Refusal> {
  try {
    await promise;
  } catch (error) {
    if (error instanceof Refusal) return error;
    throw error;
  }
  throw new Error('nothing was refused');
}
