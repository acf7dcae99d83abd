import { readdir, readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';

const environment = new URL('../../../infra/terraform/environments/aws/', import.meta.url);
const page = await readFile(new URL('../../../docs/deploy.md', import.meta.url), 'utf8');

const sources = await Promise.all(
  (await readdir(environment))
    .filter((name) => name.endsWith('.tf'))
    .map((name) => readFile(new URL(name, environment), 'utf8')),
);

/** The names of all blocks of a kind. */
const namesOf = (kind: 'variable' | 'output'): string[] =>
  sources.flatMap((text) =>
    [...text.matchAll(new RegExp(`^${kind} "(\\w+)"`, 'gm'))].map(([, name = '']) => name),
  );

const found = (...patterns: readonly RegExp[]): string[] => [
  ...new Set(patterns.flatMap((pattern) => [...page.matchAll(pattern)].map(([, name = '']) => name))),
];

test('docs/deploy.md names only settings that there are', () => {
  const settings = found(
    /-var ["']?(\w+)=/g,
    // A line of terraform.tfvars.
    /^(\w+) += /gm,
    // The first column of the table of settings, and names in running text.
    /`([a-z]+_[a-z_]+)(?: = [^`]*)?`/g,
  ).filter((name) => !name.startsWith('use_'));
  expect(settings.length).toBeGreaterThan(12);
  expect(settings.filter((name) => !namesOf('variable').includes(name))).toEqual([]);
});

test('docs/deploy.md asks only for outputs that there are', () => {
  const outputs = found(/ output (?:-raw |-json )?(\w+)/g);
  expect(outputs.length).toBeGreaterThan(3);
  expect(outputs.filter((name) => !namesOf('output').includes(name))).toEqual([]);
});

test('docs/deploy.md runs only scripts that there are', async () => {
  const { scripts } = JSON.parse(
    await readFile(new URL('../../../package.json', import.meta.url), 'utf8'),
  ) as {
    scripts: Record<string, string>;
  };
  const named = found(/npm run ([\w:]+)/g);
  expect(named).toContain('deploy');
  expect(named.filter((name) => scripts[name] === undefined)).toEqual([]);
});
