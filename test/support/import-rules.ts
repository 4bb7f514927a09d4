import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, posix, relative } from 'node:path';
import ts from 'typescript';
import { projectRoot } from './project-root';

/** A TypeScript file of this repository: its path from the root, with forward slashes, and its text. */
export interface SourceFile {
  readonly path: string;
  readonly text: string;
}

/**
 * One line of the table in `architecture.rules.ts`.
 *
 * Patterns are paths from the root, or names of packages. `*` stands for one path segment, `**` for any number, and a
 * word in braces in `files` is bound to what stands there and means the same in the other patterns.
 */
export interface Rule {
  readonly name: string;
  /** Whom it binds. Tests are bound only where `testsToo` says so: they may look inside. */
  readonly files: readonly string[];
  readonly testsToo?: true;
  /** All it may import, when given. */
  readonly mayImport?: readonly string[];
  /** What it may not import, but for what `unless` lets through. */
  readonly mayNotImport?: readonly string[];
  readonly unless?: readonly string[];
  /** What it may import the types of, and nothing that is there at run time, but for what `unless` lets through. */
  readonly mayNotImportForValue?: readonly string[];
  /** What its text may not contain. */
  readonly mayNotSay?: RegExp;
  /** What stands today against the rule, and why. One that is no longer needed fails the spec too. */
  readonly exceptions?: readonly Exception[];
  /** Files made up to break the rule. Each must be reported. */
  readonly planted: readonly SourceFile[];
}

export interface Exception {
  readonly file: string;
  /** What it imports or says. */
  readonly what: string;
  readonly reason: string;
}

export interface Violation {
  readonly rule: string;
  readonly file: string;
  /** What it imports or says. */
  readonly what: string;
}

/** Every TypeScript file under `apps` and `libs`. */
export function sourceFiles(): SourceFile[] {
  return ['apps', 'libs'].flatMap((top) =>
    readdirSync(join(projectRoot, top), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name))
      .map((entry) => join(entry.parentPath, entry.name))
      .map((path) => ({
        path: relative(projectRoot, path).replaceAll('\\', '/'),
        text: readFileSync(path, 'utf8'),
      })),
  );
}

export const isTest = (path: string): boolean => /\.(spec|contract|examples|fixture)\.tsx?$/.test(path);

/** What a file imports, in any of the ways there are: paths from the root where they are ours, else names of packages. */
export function importsOf(file: SourceFile, known: ReadonlySet<string>): string[] {
  return namesIn(file).map((name) => resolved(name, file.path, known));
}

/** A file is parsed once, however many rules and planted breakers look at it. */
const parsed = new WeakMap<SourceFile, readonly string[]>();
function namesIn(file: SourceFile): readonly string[] {
  const known = parsed.get(file);
  if (known) return known;
  const names = ts.preProcessFile(file.text, true, true).importedFiles.map(({ fileName }) => fileName);
  parsed.set(file, names);
  return names;
}

/** The same without what is imported for its types only. */
export function valuesImportedBy(file: SourceFile, known: ReadonlySet<string>): string[] {
  const forTypes = new Map<string, number>();
  for (const statement of ts.createSourceFile(file.path, file.text, ts.ScriptTarget.Latest).statements) {
    const name = specifierOfTypes(statement);
    if (name !== undefined) forTypes.set(name, (forTypes.get(name) ?? 0) + 1);
  }
  const named = ts.preProcessFile(file.text, true, true).importedFiles.map(({ fileName }) => fileName);
  return [...new Set(named)]
    .filter((name) => named.filter((other) => other === name).length > (forTypes.get(name) ?? 0))
    .map((name) => resolved(name, file.path, known));
}

/** Where a declaration imports or exports from, when it does so for types only. */
function specifierOfTypes(statement: ts.Statement): string | undefined {
  const isOfType = ({ isTypeOnly }: { readonly isTypeOnly: boolean }) => isTypeOnly;
  if (ts.isImportDeclaration(statement)) {
    const { importClause, moduleSpecifier } = statement;
    if (!importClause || !ts.isStringLiteral(moduleSpecifier)) return undefined;
    const { namedBindings, name } = importClause;
    const each = name === undefined && namedBindings && ts.isNamedImports(namedBindings) ? namedBindings.elements : [];
    return isOfType(importClause) || (each.length > 0 && each.every(isOfType)) ? moduleSpecifier.text : undefined;
  }
  if (ts.isExportDeclaration(statement)) {
    const { exportClause, moduleSpecifier } = statement;
    if (!moduleSpecifier || !ts.isStringLiteral(moduleSpecifier)) return undefined;
    const each = exportClause && ts.isNamedExports(exportClause) ? exportClause.elements : [];
    return isOfType(statement) || (each.length > 0 && each.every(isOfType)) ? moduleSpecifier.text : undefined;
  }
  return undefined;
}

function resolved(name: string, from: string, known: ReadonlySet<string>): string {
  const ours = name.startsWith('.')
    ? posix.normalize(posix.join(dirname(from), name))
    : name.replace(/^@app\/([^/]+)/, 'libs/$1/src');
  return [`${ours}.ts`, `${ours}/index.ts`].find((path) => known.has(path)) ?? ours;
}

/** Every import and every word that breaks `rule`, exceptions left out. */
export function violationsOf(rule: Rule, files: readonly SourceFile[]): Violation[] {
  const known = new Set(files.map((file) => file.path));
  return files.flatMap((file) => {
    const bound = bindingOf(rule, file.path);
    if (!bound) return [];
    const wrong = importsOf(file, known).filter((target) => isForbidden(rule, bound, target));
    return [...wrong, ...takenBy(rule, file, known, bound), ...saidIn(rule, file)]
      .filter((what) => !isExcepted(rule, file.path, what))
      .map((what) => ({ rule: rule.name, file: file.path, what }));
  });
}

/** Exceptions that nothing makes use of any more. */
export function staleExceptionsOf(rule: Rule, files: readonly SourceFile[]): Exception[] {
  const known = new Set(files.map((file) => file.path));
  return (rule.exceptions ?? []).filter((exception) => {
    const file = files.find(({ path }) => path === exception.file);
    const bound = file && bindingOf(rule, file.path);
    if (!bound) return true;
    const imported = rule.mayNotImportForValue ? takenBy(rule, file, known, bound) : importsOf(file, known);
    return ![...imported, ...saidIn(rule, file)].includes(exception.what);
  });
}

const saidIn = (rule: Rule, file: SourceFile): string[] => rule.mayNotSay?.exec(file.text)?.slice(0, 1) ?? [];

type Binding = Readonly<Record<string, string>>;

/** What the words in braces stand for in this file, or undefined when the rule does not bind it. */
export function bindingOf(rule: Rule, path: string): Binding | undefined {
  if (isTest(path) && !rule.testsToo) return undefined;
  for (const pattern of rule.files) {
    const match = toRegExp(pattern, {}).exec(path);
    if (match) return { ...match.groups };
  }
  return undefined;
}

/** What it imports for more than its types, and may not. */
function takenBy(rule: Rule, file: SourceFile, known: ReadonlySet<string>, bound: Binding): string[] {
  if (!rule.mayNotImportForValue) return [];
  const among = (patterns: readonly string[], target: string) =>
    patterns.some((pattern) => toRegExp(pattern, bound).test(target));
  return valuesImportedBy(file, known).filter(
    (target) => among(rule.mayNotImportForValue ?? [], target) && !among(rule.unless ?? [], target),
  );
}

function isForbidden(rule: Rule, bound: Binding, target: string): boolean {
  const among = (patterns: readonly string[]) => patterns.some((pattern) => toRegExp(pattern, bound).test(target));
  if (rule.mayImport && !among(rule.mayImport)) return true;
  return among(rule.mayNotImport ?? []) && !among(rule.unless ?? []);
}

function isExcepted(rule: Rule, file: string, what: string): boolean {
  return (rule.exceptions ?? []).some((exception) => exception.file === file && exception.what === what);
}

const expressions = new Map<string, RegExp>();
function toRegExp(pattern: string, bound: Binding): RegExp {
  const key = JSON.stringify([pattern, bound]);
  const made = expressions.get(key) ?? expressionOf(pattern, bound);
  expressions.set(key, made);
  return made;
}

function expressionOf(pattern: string, bound: Binding): RegExp {
  const source = pattern.replace(/\*\*|\*|\{(\w+)\}|[.+?^$()|[\]\\]/g, (part, word: string | undefined) => {
    if (part === '**') return '.*';
    if (part === '*') return '[^/]*';
    if (word === undefined) return `\\${part}`;
    return bound[word] ?? `(?<${word}>[^/]+)`;
  });
  return new RegExp(`^${source}$`);
}

/** What may not import each other in a circle: the parts of the repository, and which part a file belongs to. */
export interface Parts {
  readonly name: string;
  readonly partOf: (path: string) => string | undefined;
  /** Files that anyone may import: they import so little themselves that no circle goes through them. Patterns. */
  readonly faces: readonly string[];
  /** Files made up to close a circle. Each must be reported. */
  readonly planted: readonly SourceFile[];
  /** Files made up that close none: they import a face, or in the right direction. */
  readonly allowed: readonly SourceFile[];
}

/**
 * The parts that import each other in a circle, in the order of the circle; empty when there is none. An import of a type counts.
 * Tests are left out: they may use another part's examples.
 */
export function circleAmong({ partOf, faces }: Parts, files: readonly SourceFile[]): string[] {
  const graph = new Map<string, Set<string>>();
  for (const { from, to, target } of importsBetween(partOf, files)) {
    if (!isFace(faces, target)) graph.set(from, (graph.get(from) ?? new Set()).add(to));
  }
  const done = new Set<string>();
  const follow = (part: string, path: readonly string[]): string[] => {
    if (path.includes(part)) return [...path.slice(path.indexOf(part)), part];
    if (done.has(part)) return [];
    for (const next of graph.get(part) ?? []) {
      const circle = follow(next, [...path, part]);
      if (circle.length > 0) return circle;
    }
    done.add(part);
    return [];
  };
  for (const part of graph.keys()) {
    const circle = follow(part, []);
    if (circle.length > 0) return circle;
  }
  return [];
}

/** Faces that nobody makes use of any more. */
export function staleFacesOf({ partOf, faces }: Parts, files: readonly SourceFile[]): string[] {
  const targets = importsBetween(partOf, files).map(({ target }) => target);
  return faces.filter((face) => !targets.some((target) => isFace([face], target)));
}

const isFace = (faces: readonly string[], target: string): boolean =>
  faces.some((face) => toRegExp(face, {}).test(target));

function importsBetween(partOf: Parts['partOf'], files: readonly SourceFile[]) {
  const known = new Set(files.map((file) => file.path));
  return files.flatMap((file) => {
    const from = partOf(file.path);
    if (from === undefined || isTest(file.path)) return [];
    return importsOf(file, known).flatMap((target) => {
      const to = partOf(target);
      return to === undefined || to === from ? [] : [{ from, to, target }];
    });
  });
}
