import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';

const root = resolve(__dirname, '..');

const pages = [
  ...readdirSync(root).map((name) => join(root, name)),
  ...['docs', 'libs', 'apps', 'docker'].flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, withFileTypes: true }).map(({ parentPath, name }) =>
      join(parentPath, name),
    ),
  ),
].filter((path) => path.endsWith('.md'));

/** Files and folders of this repository that a page names in code marks; names with placeholders are left alone. */
function filesNamedIn(page: string): string[] {
  const named = [...page.matchAll(/`((?:apps|libs|test|docs|docker)\/[\w./-]+)`/g)].flatMap(([, path]) => path ?? []);
  return [...new Set(named)];
}

/** Where a page's links into this repository lead, from the page's own folder. */
function linksIn(page: string): string[] {
  return [...page.matchAll(/\]\((?!https?:|#)([^)#]+)/g)].flatMap(([, path]) => path ?? []);
}

/** Which of these names a page does not say in code marks, alone or at the beginning of a command. */
const unnamedIn = (page: string, names: readonly string[]) =>
  names.filter((name) => !new RegExp(`\`(?:npm (?:run )?)?${name}[\` ]|\\bnpm (?:run )?${name}\\b`).test(page));

/** The scripts a person runs: not what goes before or after another one, and not what only these run. */
function scriptsIn(packageJson: string): string[] {
  const { scripts } = JSON.parse(packageJson) as { scripts: Record<string, string> };
  const names = Object.keys(scripts);
  const isBeside = (name: string) => /^(pre|post)/.test(name) && names.includes(name.replace(/^(pre|post)/, ''));
  return names.filter((name) => !isBeside(name) && name !== 'built');
}

/** Environment variables that a program's text reads by their names. */
function settingsIn(text: string): string[] {
  const read = [...text.matchAll(/\b(?:process\.env|environment)\.([A-Z][A-Z_]+)\b/g)].flatMap(
    ([, name]) => name ?? [],
  );
  const taken = [...text.matchAll(/\{ ([A-Z][A-Z_]+)(?:: \w+)? = [^}]*\}: NodeJS\.ProcessEnv/g)].flatMap(
    ([, name]) => name ?? [],
  );
  return [...read, ...taken];
}

/** Settings whose names are put together, or handed on, before they are read. */
const ofPools = ['QUERY_CONNECTIONS', 'FOLLOWER_CONNECTIONS', 'POLICY_CONNECTIONS'];
const ofBodies = [
  ...['URL', 'MODE', 'FROM', 'PARALLEL', 'LEASE_SECONDS', 'ASK_SECONDS', 'HOURS', 'BATCH', 'TIMEOUT_SECONDS'],
  ...['KEYS_FILE', 'TLS_CA', 'TLS_CERT', 'TLS_KEY', 'MARK_FILE', 'EMPTY_AFTER_DAYS'],
  ...['SFTP_KEY_FILE', 'SFTP_HOST_KEYS', 'FORMAT', 'DIGEST'],
].map((what) => `CREDIT_HEBEI_${what}`);

/** Written by a run, not by hand. */
const made = ['docs/benchmarks.md', 'docs/benchmarks.json', 'docs/openapi.json'];

describe.each(pages.map((path) => [relative(root, path), path] as const))('%s', (_name, path) => {
  it('names files that are there', () => {
    const gone = filesNamedIn(readFileSync(path, 'utf8')).filter((name) => !existsSync(join(root, name)));
    expect(gone.filter((name) => !made.includes(name))).toEqual([]);
  });

  it('has links that lead somewhere', () => {
    const links = linksIn(readFileSync(path, 'utf8'));
    expect(links.filter((link) => !existsSync(join(dirname(path), link)))).toEqual([]);
  });
});

describe('the list of decisions', () => {
  const records = readdirSync(join(root, 'docs/decisions')).filter((name) => name !== 'README.md');

  it('has every record once, and each its own number', () => {
    expect(linksIn(readFileSync(join(root, 'docs/decisions/README.md'), 'utf8'))).toEqual(records.sort());
    expect(new Set(records.map((name) => name.slice(0, 4))).size).toBe(records.length);
  });
});

describe.each(['README.md', 'README.zh-CN.md'])('%s', (name) => {
  const page = readFileSync(join(root, name), 'utf8');

  it('names every script that a person runs', () => {
    expect(unnamedIn(page, scriptsIn(readFileSync(join(root, 'package.json'), 'utf8')))).toEqual([]);
  });

  it('names every setting of the ledger and its commands', () => {
    const programs = ['api', 'cli', 'composition', 'evaluation', 'worker'].flatMap((app) =>
      readdirSync(join(root, 'apps', app, 'src'), { recursive: true, encoding: 'utf8' })
        .filter((file) => file.endsWith('.ts') && !file.endsWith('.spec.ts'))
        .map((file) => readFileSync(join(root, 'apps', app, 'src', file), 'utf8')),
    );
    const settings = [...new Set(programs.flatMap(settingsIn)), ...ofPools, ...ofBodies];
    expect(settings.length).toBeGreaterThan(15);
    expect(unnamedIn(page, settings)).toEqual([]);
  });
});

describe('the check itself', () => {
  it('finds a file that is not there', () => {
    expect(filesNamedIn('see `libs/nowhere/src/gone.ts` and `docs/<page>.md`')).toEqual(['libs/nowhere/src/gone.ts']);
  });

  it('finds a link, a script and a setting', () => {
    expect(linksIn('[0099](0099-gone.md#why), [C2SP](https://c2sp.org)')).toEqual(['0099-gone.md']);
    expect(unnamedIn('`npm run keys -- list`, `npm test`, `lint`', ['keys', 'test', 'lint', 'bench'])).toEqual([
      'bench',
    ]);
    expect(scriptsIn('{"scripts":{"pretest":"","test":"","prettier":"","built":""}}')).toEqual(['test', 'prettier']);
    expect(settingsIn("process.env.PORT; environment.HOST ?? ''; ({ LIMIT: text = '5' }: NodeJS.ProcessEnv)")).toEqual([
      'PORT',
      'HOST',
      'LIMIT',
    ]);
  });
});
