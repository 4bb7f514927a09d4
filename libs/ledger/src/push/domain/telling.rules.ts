import { section, stated, text } from '../../shared';

/** What is told of papers that say too little themselves. */
export const tellingRules = section({
  /** Of papers that print no code of an authority, and were recorded before it was written down who recorded them. */
  assumedAuthority: section({ name: stated(text), code: stated(text) }),
});
