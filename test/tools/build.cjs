// Compiles what runs into dist/: apps, libs, and the programs under test/. `node test/tools/build.cjs`
//
// Types are checked by `npm run typecheck`, as before every `npm test`; here they are only taken away, by the compiler that also
// compiles for the tests, which takes a tenth of the time. Nothing is compiled when nothing changed: dist/ keeps a hash of what it was
// made from. It is built beside its place and then moved there, so that a half of it is never started.
const { createHash } = require('node:crypto');
const { existsSync, readFileSync } = require('node:fs');
const { cp, mkdir, readdir, readFile, rename, rm, writeFile } = require('node:fs/promises');
const { dirname, join, posix, relative, sep } = require('node:path');

const root = join(__dirname, '../..');
const dist = join(root, 'dist');
const folders = [
  ...['apps', 'docs/exchange', 'libs'],
  ...['test/bench', 'test/chaos', 'test/fuzz', 'test/support', 'test/tools', 'test/torture'],
];
/** What else the result depends on. */
const settings = ['.swcrc', 'package-lock.json', 'test/tools/build.cjs'];

const isSource = (path) => path.endsWith('.ts') && !/\.(spec|contract|fixture|d)\.ts$/.test(path);
/** SQL of migrations, JSON, and the contracts of the receiving bodies are read where the compiled program lies. */
const isAsset = (path) => /^((apps|libs)\/.*\.(sql|json)|docs\/exchange\/.*\.schema\.json)$/.test(path);
/** What the api says of itself, which it reads at its start. */
const description = 'docs/openapi.json';

async function filesIn(folder) {
  const entries = await readdir(join(root, folder), { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => relative(root, join(entry.parentPath, entry.name)).split(sep).join('/'))
    .filter((path) => isSource(path) || isAsset(path));
}

/** `@app/ledger` is libs/ledger/src, `@app/event-store/postgres` is libs/event-store/src/postgres: as `paths` in tsconfig.json says. */
function withRelativePaths(code, path) {
  return code.replace(/require\((["'])@app\/([^/"']+)(\/[^"']+)?\1\)/g, (_, _quote, library, rest = '') => {
    const found = posix.relative(posix.dirname(path), `libs/${library}/src${rest}`);
    return `require("${found.startsWith('.') ? found : `./${found}`}")`;
  });
}

async function compile(path, code, out, options) {
  const { transform } = require('@swc/core');
  const compiled = await transform(code, { ...options, filename: join(root, path), swcrc: false, sourceMaps: true });
  const file = join(out, path.replace(/\.ts$/, '.js'));
  const name = posix.basename(path).replace(/\.ts$/, '.js.map');
  await writeFile(file, `${withRelativePaths(compiled.code, path)}\n//# sourceMappingURL=${name}\n`);
  await writeFile(`${file}.map`, compiled.map);
}

async function main() {
  const paths = [...(await Promise.all(folders.map(filesIn))).flat(), description].sort();
  const contents = paths.map((path) => readFileSync(join(root, path), 'utf8')); // a thousand small files: faster one by one than all at once
  const hash = createHash('sha256');
  for (const path of settings) hash.update(`${path}\n${await readFile(join(root, path), 'utf8')}\n`);
  paths.forEach((path, at) => hash.update(`${path}\n${contents[at].length}\n${contents[at]}\n`));
  const stamp = hash.digest('hex');
  const stampFile = join(dist, 'made-from');
  if (existsSync(stampFile) && (await readFile(stampFile, 'utf8')) === stamp) return;

  const draft = `${dist}.new-${process.pid}`;
  const options = JSON.parse(await readFile(join(root, '.swcrc'), 'utf8'));
  try {
    for (const folder of new Set(paths.map((path) => dirname(path))))
      await mkdir(join(draft, folder), { recursive: true });
    await Promise.all(
      paths.map((path, at) =>
        isSource(path) ? compile(path, contents[at], draft, options) : cp(join(root, path), join(draft, path)),
      ),
    );
    await writeFile(join(draft, 'made-from'), stamp);
    const before = `${dist}.old-${process.pid}`;
    if (existsSync(dist)) await rename(dist, before);
    await rename(draft, dist);
    await rm(before, { recursive: true, force: true });
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
}

main().catch((error) => {
  process.stderr.write(`${error.stack}\n`);
  process.exitCode = 1;
});
