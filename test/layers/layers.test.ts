import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, onTestFinished, test } from 'vitest';
import { findViolations } from '../../scripts/layers/find-violations.ts';
import { packageOrder } from '../../scripts/layers/layers.ts';
import { readImports, readSources, readWorkspaces } from '../../scripts/layers/read-sources.ts';
import type { Workspace } from '../../scripts/layers/sources.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const scopes = { 'packages/backends/': 'backend-', 'packages/': '', 'services/': '', 'apps/': '' };

const nameOf = (folder: string): string => {
  const [prefix, scope] = Object.entries(scopes).find(([start]) => folder.startsWith(start)) ?? ['', ''];
  return `@wattline/${scope}${folder.slice(prefix.length)}`;
};

const folders = [
  ...packageOrder,
  'packages/test-tools',
  'services/ingest',
  'services/status',
  'apps/command',
  'apps/page',
  'test',
];

const workspaces: Workspace[] = folders.map((folder) => ({
  folder,
  name: nameOf(folder),
  dependencies: folders.map(nameOf),
}));

/** `~` is a package of Wattline, `^` the root: written out, they would be imports of this very file. */
const written = (source: string, file: string): string =>
  source.replaceAll('~', '@wattline/').replaceAll("'^", `'${'../'.repeat(file.split('/').length - 1)}`);

const reasonOf = (file: string, source: string, among: readonly Workspace[] = workspaces): string[] =>
  findViolations(among, [{ file, imports: readImports(written(source, file)) }]).map(({ reason }) => reason);

describe('arrows point down', () => {
  test.for([
    ['packages/errors/src/a.ts', "import { Plan } from '~engine';"],
    ['packages/engine/src/a.ts', "import type { Receipt } from '~worker';"],
    ['packages/worker/src/a.ts', "const found = await import('~status');"],
    ['services/status/src/a.ts', "export * from '~command';"],
    ['services/status/src/a.ts', "import { ingestStage } from '~ingest';"],
    ['apps/page/src/a.tsx', "let view: import('~command').View;"],
    ['services/status/src/a.ts', "import pl from 'nodejs-polars';"],
    ['apps/page/src/a.tsx', "import { About } from '^packages/api/src/index.ts';"],
    ['services/status/src/a.ts', "import.meta.resolve('~page/main')"],
    ['services/status/src/live/a.ts', "import type { RunSummary } from '~api';"],
  ] as const)('%s must not: %s', ([file, source]) => {
    expect(reasonOf(file, source)).toHaveLength(1);
  });

  test.for([
    ['packages/worker/src/a.ts', "import { topology } from '~topology';"],
    ['services/status/src/a.ts', "import { Plan } from '~engine/plan';"],
    ['services/status/src/api/a.ts', "import { RunSummary } from '~api';"],
    ['services/status/src/a.test.ts', "import { ingestStage } from '~ingest';"],
    ['services/status/src/testing/a.ts', "import { ingestStage } from '~ingest';"],
    ['apps/command/src/a.ts', "import { ingestStage } from '~ingest';"],
    ['packages/engine/src/a.ts', "import pl from 'nodejs-polars';"],
    ['packages/engine/src/a/b.ts', "import { c } from '../c.ts';"],
    ['test/layers/a.ts', "import { findViolations } from '^scripts/layers/find-violations.ts';"],
    ['packages/errors/src/a.ts', "// from '~engine'\n/** import('~status') */"],
  ] as const)('%s may: %s', ([file, source]) => {
    expect(reasonOf(file, source)).toEqual([]);
  });

  test('a workspace says what it uses, and has a layer', () => {
    const silent = workspaces.map((one) => ({ ...one, dependencies: [] }));
    const source = "import { topology } from '~topology';";
    expect(reasonOf('packages/worker/src/a.ts', source, silent)).toEqual([
      'packages/worker/package.json does not list @wattline/topology',
    ]);
    const extra = { folder: 'packages/new', name: '@wattline/new', dependencies: [] };
    expect(reasonOf('packages/new/src/a.ts', '', [...workspaces, extra])).toEqual([
      expect.stringContaining('is in no layer'),
    ]);
  });
});

test('a violation is reported with its line', () => {
  const imports = readImports("/**\n * text\n */\nimport a from 'a';\n\nimport {\n  b,\n} from '~engine';\n");
  expect(imports).toEqual([
    { specifier: 'a', line: 4 },
    { specifier: '~engine', line: 8 },
  ]);
});

test('the whole repository is read, and has none', () => {
  const sources = readSources(root);
  const imports = sources.flatMap((source) => source.imports);
  expect(sources.length).toBeGreaterThan(500);
  expect(imports.filter(({ specifier }) => specifier.startsWith('@wattline/')).length).toBeGreaterThan(300);
  expect(findViolations(readWorkspaces(root), sources)).toEqual([]);
});

test('a circle fails the lint, also one of types alone', () => {
  const folder = mkdtempSync(join(tmpdir(), 'wattline-circle-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  mkdirSync(join(folder, 'src'));
  for (const path of ['biome.json', 'scripts/lint'])
    cpSync(join(root, path), join(folder, path), { recursive: true });
  execFileSync('git', ['init', '--quiet', folder]);
  writeFileSync(join(folder, '.gitignore'), '');
  writeFileSync(join(folder, 'src/a.ts'), "import type { B } from './b.ts';\nexport type A = B[];\n");
  writeFileSync(join(folder, 'src/b.ts'), "import type { A } from './a.ts';\nexport type B = A[];\n");
  const biome = join(root, 'node_modules/@biomejs/biome/bin/biome');
  const lint = () => execFileSync(process.execPath, [biome, 'lint', 'src'], { cwd: folder, stdio: 'pipe' });
  expect(lint).toThrow(/noImportCycles/);
  writeFileSync(join(folder, 'src/b.ts'), 'export type B = string;\n');
  expect(lint).not.toThrow();
});
