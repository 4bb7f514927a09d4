import { askSandbox, type Said } from './said';

/** A body as the run reaches it: which sandbox plays it, how the worker is told of it, and how it is asked for what it holds. */
export interface ChaosBody {
  readonly id: string;
  /** The ways by which its sandbox takes messages; the first one unless another is wanted. */
  readonly modes: readonly Mode[];
}

export interface Mode {
  readonly name: string;
  /** What the worker is started with to reach the body at this sandbox. */
  readonly settings: (sandboxUrl: string) => NodeJS.ProcessEnv;
  readonly ask: (sandboxUrl: string) => Promise<Said>;
}

/** A further body, and a further mode of one, is a line here, beside its column in `truth.ts`. */
const bodies: readonly ChaosBody[] = [
  {
    id: 'credit-hebei',
    modes: [{ name: 'plain', settings: (url) => ({ CREDIT_HEBEI_URL: url }), ask: askSandbox }],
  },
];

/** A body in one of its modes. */
export interface BodyInMode {
  readonly id: string;
  readonly mode: Mode;
}

/** The bodies of a list with commas, each `name` or `name:mode`; all of them when nothing is said. @throws on one nobody knows */
export function chosenBodies(list: string | undefined): readonly BodyInMode[] {
  const names = list === undefined ? bodies.map(({ id }) => id) : list.split(',');
  return names.map((name) => {
    const [id, wanted] = name.split(':');
    const body = bodies.find((one) => one.id === id);
    const mode = body?.modes.find((one) => wanted === undefined || one.name === wanted);
    if (!body || !mode) {
      const known = bodies.flatMap((one) => one.modes.map((of) => `${one.id}:${of.name}`));
      throw new Error(`there is no body ${name}; known are ${known.join(', ')}`);
    }
    return { id: body.id, mode };
  });
}
