import { appendFileSync, mkdirSync, mkdtempSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, sep } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';

const { findBundle } = (await import(
  new URL('../../apps/command/bin/find-bundle.js', import.meta.url).href
)) as { findBundle: (root: string) => string | undefined };

const bundled = (): { root: string; source: string; command: string } => {
  const root = mkdtempSync(join(tmpdir(), 'wattline-bundle-')) + sep;
  onTestFinished(() => rmSync(root, { recursive: true }));
  const source = join(root, 'a.ts');
  writeFileSync(source, 'export const a = 1;\n');
  const command = join(root, 'dist', '1', 'command.js');
  mkdirSync(join(root, 'dist', '1'), { recursive: true });
  writeFileSync(command, '');
  const { mtimeMs, size } = statSync(source);
  writeFileSync(
    join(root, 'dist', 'current.json'),
    JSON.stringify({ root, folder: '1', inputs: [['a.ts', mtimeMs, size]] }),
  );
  return { root, source, command };
};

test('the bundle is taken as long as its sources are what it was made of', () => {
  const { root, command } = bundled();
  expect(findBundle(root)).toBe(command);
});

test.for<[string, (made: ReturnType<typeof bundled>) => void]>([
  ['an edited source', ({ source }) => appendFileSync(source, '// more\n')],
  ['a source of another time', ({ source }) => utimesSync(source, 1, 1)],
  ['a removed source', ({ source }) => rmSync(source)],
  ['a bundle half made', ({ command }) => rmSync(command)],
  ['a damaged list', ({ root }) => writeFileSync(join(root, 'dist', 'current.json'), '{')],
])('%s: the sources are run', ([, change]) => {
  const made = bundled();
  change(made);
  expect(findBundle(made.root)).toBeUndefined();
});
