// Builds what browsers and editors get: the status service's page, the page of the reports, the JSON Schema. Nothing is done where nothing
// changed. Plain JavaScript, like set-up.mjs, which calls it; by itself it builds inside an image.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const shared = [
  'packages/charts/src',
  'packages/engine/src/profile',
  'packages/time-zones/src',
  'package-lock.json',
  'scripts/build.mjs',
];

/** Every workspace that the command and the services are made of. */
const bundled = (root) => [
  ...['packages', 'packages/backends', 'services', 'apps']
    .flatMap((folder) => readdirSync(join(root, folder)).map((name) => `${folder}/${name}`))
    .filter((workspace) => existsSync(join(root, workspace, 'package.json')))
    .flatMap((workspace) => [`${workspace}/package.json`, `${workspace}/src`]),
  'package-lock.json',
  'scripts/bundle.mjs',
];

const targets = [
  {
    name: 'the JSON Schema of specs',
    sources: ['packages/features/src', 'packages/spec/src', 'packages/time-zones/src', 'package-lock.json'],
    needs: 'packages/spec/scripts/write-schema.ts',
    result: 'packages/spec/wattline.schema.json',
    stamp: 'packages/spec/dist/.schema-stamp',
    command: () => ['packages/spec/scripts/write-schema.ts'],
  },
  {
    name: 'the command and the services',
    sources: bundled,
    /** By their times: the bundle's launcher compares these too. */
    hash: (file) => `${statSync(file).mtimeMs} ${statSync(file).size}`,
    needs: 'scripts/bundle.mjs',
    result: 'dist/current.json',
    stamp: 'dist/.stamp',
    command: () => ['scripts/bundle.mjs'],
  },
  {
    name: 'the page of the reports',
    sources: [...shared, 'packages/report/page', 'packages/report/scripts', 'packages/report/src'],
    needs: 'packages/report/scripts/build-template.ts',
    result: 'packages/report/dist/report.html',
    stamp: 'packages/report/dist/.report-stamp',
    command: () => ['packages/report/scripts/build-template.ts'],
  },
  {
    name: 'the API reference',
    sources: ['apps/page/scripts', 'package-lock.json'],
    needs: 'apps/page/scripts/copy-reference.mjs',
    result: 'services/status/dist/reference',
    stamp: 'services/status/dist/.reference-stamp',
    command: () => ['apps/page/scripts/copy-reference.mjs'],
  },
  {
    name: 'the page of the status service',
    sources: [...shared, 'apps/page', 'packages/api/src'],
    needs: 'apps/page/vite.config.ts',
    result: 'services/status/dist/page',
    stamp: 'services/status/dist/.page-stamp',
    /** Built beside its place and moved there: a service may be handing it out. */
    partial: `services/status/dist/page-${process.pid}`,
    command: (root) => [
      'node_modules/vite/bin/vite.js',
      'build',
      'apps/page',
      '--config=apps/page/vite.config.ts',
      `--outDir=${join(root, `services/status/dist/page-${process.pid}`)}`,
      '--emptyOutDir',
      '--logLevel=warn',
    ],
  },
];

const filesOf = (path) =>
  readdirSync(path, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && !entry.name.includes('.test.'))
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name));

const hashOf = (root, sources, contentOf = readFileSync) => {
  const hash = createHash('sha256');
  for (const source of typeof sources === 'function' ? sources(root) : sources) {
    const path = join(root, source);
    const files = source.includes('.') ? [path] : filesOf(path).sort();
    for (const file of files) {
      // The name too: a file that moves changes what is built.
      hash.update(file.slice(root.length)).update('\0').update(contentOf(file)).update('\0');
    }
  }
  return hash.digest('hex');
};

/** Vite and the scripts want a newer Node than the machine may have; the project brings its own. */
const nodeOf = (root) => {
  if (Number(process.versions.node.split('.')[0]) >= 24) return process.execPath;
  return join(root, 'node_modules/node/bin', process.platform === 'win32' ? 'node.exe' : 'node');
};

const buildTarget = (root, { name, partial, result, stamp, command }, hash) => {
  process.stderr.write(`wattline: building ${name} (a few seconds, when it changed)\n`);
  const { status, error } = spawnSync(nodeOf(root), command(root), { cwd: root, stdio: ['ignore', 2, 2] });
  if (status !== 0) {
    process.stderr.write(
      `wattline: ${name} could not be built${error ? `: ${error.message}` : ''}\n  remedy: see what is said above; where a dependency is missing, delete node_modules and run the command again\n`,
    );
    return false;
  }
  if (partial !== undefined) {
    rmSync(join(root, result), { recursive: true, force: true });
    renameSync(join(root, partial), join(root, result));
  }
  mkdirSync(dirname(join(root, stamp)), { recursive: true });
  writeFileSync(join(root, stamp), hash);
  return true;
};

/** True where all is built. */
export const build = (root) =>
  targets
    .filter(({ needs }) => existsSync(join(root, needs)))
    .every((target) => {
      const hash = hashOf(root, target.sources, target.hash);
      const stamp = join(root, target.stamp);
      const isBuilt = existsSync(join(root, target.result)) && existsSync(stamp);
      return (isBuilt && readFileSync(stamp, 'utf8') === hash) || buildTarget(root, target, hash);
    });

const root = fileURLToPath(new URL('..', import.meta.url));
if (process.argv[1] === fileURLToPath(import.meta.url)) process.exit(build(root) ? 0 : 1);
