import { DCLinter } from 'dclint';

/** As much of the linter as is used; the types it ships do not resolve under `nodenext`. */
interface Linter {
  lintFiles(paths: readonly string[], recursive: boolean): readonly { readonly messages: readonly unknown[] }[];
}
const ComposeLinter = DCLinter as unknown as new (config: object) => Linter;

/** What the linter of compose files (with the schema of the compose specification) says about one; `rules` sets levels, 0 is off. */
export function lintMessages(path: string, rules: Readonly<Record<string, number>>): unknown[] {
  const linter = new ComposeLinter({ rules, quiet: true, debug: false, exclude: [] });
  return linter.lintFiles([path], false).flatMap(({ messages }) => messages);
}
