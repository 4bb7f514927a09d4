import { type Documents, isKind, type Kind } from './kinds';

/** What a body makes of each kind of document; null: it is never told this kind. A new kind does not compile until each body has said. */
export type Words<Said> = { readonly [K in Kind]: ((document: Documents[K]) => Said) | null };

/** A body was given a kind of document it has no words for. The table of who is told what is wrong then, or the program is older than it. */
export class NoWordsFor extends Error {
  constructor(kind: string) {
    super(`this body has no words for ${kind}`);
    this.name = 'NoWordsFor';
  }
}

/** Says a document in a body's words. @throws `NoWordsFor` */
export function say<Said>(words: Words<Said>, kind: string, document: object): Said {
  const saying = isKind(kind) ? words[kind] : null;
  if (saying === null) throw new NoWordsFor(kind);
  return (saying as (document: object) => Said)(document); // what is stored under a kind is a document of that kind
}
