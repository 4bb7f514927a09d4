import { dirname, join } from 'node:path';
import * as ts from 'typescript';
import { projectRoot } from './project-root';

/** The compiler's view of these files of the repository and all they import, under the settings of `tsconfig.json`. */
export function programOf(files: readonly string[]): ts.Program {
  const config = ts.readConfigFile(join(projectRoot, 'tsconfig.json'), (path) => ts.sys.readFile(path));
  const { options } = ts.parseJsonConfigFileContent(config.config, ts.sys, projectRoot);
  return ts.createProgram(
    files.map((file) => join(projectRoot, file)),
    { ...options, noEmit: true, incremental: false },
  );
}

/** The compiler's view of a text that stands beside nothing else: for what is planted. */
export function programOfText(text: string): { readonly program: ts.Program; readonly file: string } {
  const file = join(projectRoot, 'planted.events.ts');
  const options: ts.CompilerOptions = { strict: true, noEmit: true, types: [], lib: ['lib.es5.d.ts'] };
  const host = ts.createCompilerHost(options);
  const read = host.getSourceFile.bind(host);
  host.getSourceFile = (name, ...rest) =>
    name === file ? ts.createSourceFile(name, text, ts.ScriptTarget.ES2023) : read(name, ...rest);
  host.getCurrentDirectory = () => dirname(file);
  return { program: ts.createProgram([file], options, host), file };
}
