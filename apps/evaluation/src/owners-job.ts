import type { Said } from './owners-process';
import { type OwnersOrder, ownersWork } from './owners-work';

/** A job of its own, over before anything serves: told what to do by the process that started it, and gone with its answer. */
process.once('message', (order: OwnersOrder) => {
  ownersWork(order).then(
    (prepared) => {
      say({ prepared });
    },
    (error: unknown) => {
      const { message, cause } = error instanceof Error ? error : new Error('unknown', { cause: error });
      say({ failed: { message, because: cause instanceof Error ? cause.message : '' } });
    },
  );
});

// Whoever started us is gone, however it went: nobody waits for this any more. Open connections would keep us here, with the owner's
// login. The next start does again what was not done.
process.once('disconnect', () => process.exit(0));

/** The last thing it says. */
function say(said: Said): void {
  process.send?.(said, () => {
    if (process.connected) process.disconnect();
  });
}
