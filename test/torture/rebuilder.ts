import 'reflect-metadata';
import { randomInt } from 'node:crypto';
import { rebuildReadModel } from '../../apps/cli/src/rebuild-read-model';
import { logOnPostgres } from '../../apps/composition/src/log-settings';
import { rebuildable } from '../../apps/composition/src/read-models';

// Rebuilds one read model after the other, lets it take over when it is equal, and drops the old one. Written to be killed.
async function main(): Promise<void> {
  const ownerUrl = process.env.DATABASE_OWNER_URL ?? '';
  for (;;) {
    const { name: projection } = rebuildable[randomInt(rebuildable.length)] ?? { name: '' };
    const order = (what: 'build' | 'switch-back' | 'drop') =>
      rebuildReadModel({
        ownerUrl,
        logSettings: logOnPostgres,
        projection,
        order: what,
        switchIfEqual: what === 'build',
        say: () => undefined,
      });
    await order('drop'); // whatever a killed one left
    const exit = await order('build');
    if (exit === 0) console.log('switched');
    if (exit === 3) console.log('differs');
    if (exit === 0 && randomInt(2) === 0) await order('switch-back');
  }
}

void main();
