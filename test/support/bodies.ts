import { bodiesOf } from '../../apps/composition/src/bodies';
import { bodySettingsFrom } from '../../apps/composition/src/body-settings';

/** The bodies of a deployment that says nothing of them: what they are to be told waits. */
export const waitingBodies = bodiesOf(bodySettingsFrom({}));
