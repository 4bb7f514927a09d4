import { type SealKeyEvent, sealKeyEvents, type SealKeyIntroduced } from './seal-keys.events';

/** All keys of the log stand in one stream, in the order in which they were taken up. */
export const sealKeysId = 'log';

export interface IntroducedKeys {
  readonly introduced: readonly SealKeyIntroduced['data'][];
}

const initial: IntroducedKeys = { introduced: [] };

const evolve = ({ introduced }: IntroducedKeys, { data }: SealKeyEvent): IntroducedKeys => ({
  introduced: [...introduced, data],
});

export const sealKeys = { category: 'sealKeys', initial, evolve, ...sealKeyEvents };

/** 启用封存密钥. The key that signs already stays quiet. */
export const introduce =
  (wanted: SealKeyIntroduced['data']) =>
  ({ introduced }: IntroducedKeys): SealKeyEvent[] =>
    introduced.at(-1)?.vkey === wanted.vkey ? [] : [{ type: 'SealKeyIntroduced', data: wanted }];
