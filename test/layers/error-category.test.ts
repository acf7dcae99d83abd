import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Categorized } from '@wattline/errors';
import { expect, onTestFinished, test } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));
const RULE = 'an error class of the packages implements Categorized';

/** What the lint of this repository reports of a file of a package. */
const lint = (source: string): string => {
  const folder = mkdtempSync(join(tmpdir(), 'wattline-lint-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  cpSync(join(root, 'biome.json'), join(folder, 'biome.json'));
  cpSync(join(root, 'scripts/lint'), join(folder, 'scripts/lint'), { recursive: true });
  mkdirSync(join(folder, 'packages/worker'), { recursive: true });
  writeFileSync(join(folder, 'packages/worker/made-up.ts'), source);
  const biome = join(root, 'node_modules/.bin/biome');
  const { stdout, stderr } = spawnSync(biome, ['lint', '--vcs-enabled=false', '--colors=off', 'packages'], {
    cwd: folder,
    encoding: 'utf8',
  });
  expect(stderr + stdout).toContain('Checked 1 file');
  return stderr + stdout;
};

test.each([
  'export class MadeUp extends Error {}',
  'class MadeUp extends Error { readonly code = 1; constructor() { super("a"); } }',
  'export class MadeUp extends Error implements Disposable { [Symbol.dispose]() {} }',
])('the lint refuses an error class without category: %s', (source) => {
  expect(lint(source)).toContain(RULE);
});

test.each([
  'export class MadeUp extends Error implements Categorized { readonly category = "internal"; }',
  'export class MadeUp extends UsageError {}',
  'export class MadeUp {}',
])('the lint takes %s', (source) => {
  expect(lint(source)).not.toContain(RULE);
});

test('a class that says it has a category, and has none or one that does not exist, is a type error', () => {
  // @ts-expect-error: the category is missing
  class Missing extends Error implements Categorized {}
  class Unknown extends Error implements Categorized {
    // @ts-expect-error: there is no such category
    readonly category = 'strange';
  }
  expect([new Missing(), new Unknown()]).toHaveLength(2);
});
