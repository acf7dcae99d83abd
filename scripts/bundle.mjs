// Joins the modules of the command and of the services into a few files: a process loads them in half the time and holds
// 10 MB less. The launcher checks first whether any source changed since (apps/command/bin/find-bundle.js), and
// takes the sources then: an edit counts at once. Each bundle has a folder of its own: processes that run from an
// earlier one go on.
import { existsSync, globSync, readdirSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { rolldown } from 'rolldown';

const root = fileURLToPath(new URL('..', import.meta.url));
const dist = join(root, 'dist');
const KEPT_MS = 7 * 24 * 3_600_000;

/** What is started as a process, or loaded by path into one. */
const entries = {
  command: 'apps/command/src/main.ts',
  'run-tasks': 'apps/command/src/chain/run-tasks.ts',
  'reader-child': 'packages/reader/src/child.ts',
  'ingest-tasks': 'packages/ingest-stage/src/reader-tasks.ts',
  'copy-thread': 'packages/backends/local/src/copy-thread.ts',
  ingest: 'services/ingest/src/main.ts',
  transform: 'services/transform/src/main.ts',
  aggregate: 'services/aggregate/src/main.ts',
  publish: 'services/publish/src/main.ts',
  serve: 'services/serve/src/main.ts',
  status: 'services/status/src/main.ts',
  'check-spec': 'services/status/src/specs/check-spec.ts',
  'cpu-limit-thread': 'services/status/src/specs/cpu-limit-thread.ts',
  'preview-tasks': 'services/status/src/preview/reader-tasks.ts',
};

/** Many small modules each; other libraries are loaded from where they are installed, as Node resolves them. */
const joined = new Set([
  '@hono/node-server',
  '@hono/zod-openapi',
  'commander',
  'fastest-levenshtein',
  'hono',
  'hyparquet',
  'hyparquet-compressors',
  'lru-cache',
  'p-limit',
  'p-map',
  'pretty-bytes',
  'pretty-ms',
  'prom-client',
  'suncalc',
  'yaml',
  'zod',
]);

const posix = (path) => path.replaceAll(sep, '/');
const isInstalled = (id) => posix(id).includes('/node_modules/');
const names = new Map(Object.entries(entries).map(([name, path]) => [resolve(root, path), name]));

const libraryOf = (specifier) => specifier.split('/', specifier.startsWith('@') ? 2 : 1).join('/');
/** A workspace's own copy, of another version than everybody's, would not be found from the bundle. */
const hasOwnCopy = (importer, library) =>
  globSync('{apps,packages,packages/backends,services}/*', { cwd: root }).some(
    (workspace) =>
      importer.startsWith(join(root, workspace) + sep) &&
      existsSync(join(root, workspace, 'node_modules', library)),
  );
const isExternal = (specifier, importer) => {
  if (isBuiltin(specifier)) return true;
  if (/^([./#]|@wattline\/|[A-Z]:)/i.test(specifier) || importer === undefined || isInstalled(importer))
    return false;
  const library = libraryOf(specifier);
  return !joined.has(library) && !hasOwnCopy(importer, library);
};

const inputOf = (id) => {
  const { mtimeMs, size } = statSync(id);
  return [posix(relative(root, id)), mtimeMs, size];
};

/** Files beside a module are found as if the module were where its source is. */
const keepPlaces = (folder) => ({
  name: 'keep-places',
  transform(code, id) {
    if (!code.includes('import.meta') || isInstalled(id)) return null;
    const own = 'import.meta.OWN_URL';
    return code
      .replace(/new URL\(\s*'(\.[^']*\.ts)',\s*import\.meta\.url,?\s*\)/g, (whole, path) => {
        const name = names.get(join(dirname(id), path));
        return name === undefined ? whole : `new URL('./${name}.js', ${own})`;
      })
      .replace(
        /import\.meta\.resolve\(`@wattline\/\$\{(\w+)\}\/main`\)/g,
        (whole, name) =>
          `(Object.hasOwn(${JSON.stringify(entries)}, ${name}) ? new URL(\`./\${${name}}.js\`, ${own}).href : ${whole})`,
      )
      .replaceAll('import.meta.url', `new URL('${posix(relative(folder, id))}', ${own}).href`)
      .replaceAll(own, 'import.meta.url');
  },
});

/** Writes the bundle to `folder`, and gives the files of this repository that it is made of. */
const write = async (folder) => {
  const bundle = await rolldown({
    input: Object.fromEntries(Object.entries(entries).map(([name, path]) => [name, join(root, path)])),
    platform: 'node',
    external: isExternal,
    plugins: [keepPlaces(folder)],
    logLevel: 'warn',
  });
  const { output } = await bundle.write({ dir: folder, format: 'esm', chunkFileNames: 'shared-[hash].js' });
  await bundle.close();
  const modules = new Set(output.flatMap((chunk) => (chunk.type === 'chunk' ? chunk.moduleIds : [])));
  return [...modules].filter((id) => id.startsWith(root) && !isInstalled(id));
};

const folder = join(dist, `${Date.now()}-${process.pid}`);
const sources = await write(folder);
const manifests = globSync(
  ['package-lock.json', '{apps,packages,packages/backends,services}/*/package.json'],
  {
    cwd: root,
  },
).map((path) => join(root, path));
const inputs = [...sources, ...manifests].map(inputOf);
const current = { root, folder: relative(dist, folder), inputs };
writeFileSync(join(folder, 'current.json'), JSON.stringify(current));
renameSync(join(folder, 'current.json'), join(dist, 'current.json'));
for (const name of readdirSync(dist)) {
  const path = join(dist, name);
  if (path === folder || name === 'current.json') continue;
  const isOld = Date.now() - statSync(path).mtimeMs > KEPT_MS;
  if (isOld) rmSync(path, { recursive: true, force: true });
}
