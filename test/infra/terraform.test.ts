import { execFile } from 'node:child_process';
import { readdir, readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describeWith } from '@wattline/test-tools';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import type {} from './support/infra-setup.ts';
import { copyInfra, type InfraCopy, terraform } from './support/terraform.ts';

const run = promisify(execFile);
const source = fileURLToPath(new URL('../../infra/terraform/', import.meta.url));

const foldersIn = async (name: string): Promise<string[]> => {
  const entries = await readdir(new URL(`../../infra/terraform/${name}/`, import.meta.url), {
    withFileTypes: true,
  });
  return entries.filter((entry) => entry.isDirectory()).map((entry) => `${name}/${entry.name}`);
};

const modules = await foldersIn('modules');
const environments = await foldersIn('environments');

test('there are the modules and environments that the design names', () => {
  expect(modules.toSorted()).toEqual(
    ['cluster', 'identity', 'logs', 'messaging', 'network', 'observability', 'service', 'storage'].map(
      (name) => `modules/${name}`,
    ),
  );
  expect(environments.toSorted()).toEqual(['environments/aws', 'environments/localstack']);
});

/** Variables and outputs without a sentence that says what they are. */
const undescribed = async (folder: string): Promise<string[]> => {
  const files = (await readdir(`${source}${folder}`)).filter((name) => name.endsWith('.tf'));
  const texts = await Promise.all(files.map((name) => readFile(`${source}${folder}/${name}`, 'utf8')));
  return texts.flatMap((text) =>
    [...text.matchAll(/^(variable|output) "(\w+)" \{\n([\s\S]*?)^\}/gm)]
      .filter(([, , , body]) => !/^ {2}description = "\S.+"$/m.test(body ?? ''))
      .map(([, kind, name]) => `${kind} ${name}`),
  );
};

test.for([...modules, ...environments])(
  '%s has its usual files, and describes its variables and outputs',
  async (folder) => {
    expect(await readdir(`${source}${folder}`)).toEqual(
      expect.arrayContaining(['main.tf', 'outputs.tf', 'variables.tf', 'versions.tf']),
    );
    expect(await undescribed(folder)).toEqual([]);
  },
);

describeWith('Terraform', { Terraform: inject('terraform') }, () => {
  let copy: InfraCopy;
  beforeAll(async () => {
    copy = await copyInfra();
  });
  afterAll(() => copy.remove());

  test('is formatted', async () => {
    expect(await terraform(source, ['fmt', '-check', '-recursive', '-diff', '-no-color'])).toBe('');
  });

  test.for(environments)('%s is valid', async (name) => {
    const folder = `${copy.folder}/${name}`;
    await terraform(folder, ['init', '-backend=false', '-input=false', '-no-color']);
    expect(await terraform(folder, ['validate', '-no-color'])).toMatch(/^Success!/);
  });

  test.for(modules)('%s plans what its tests say', async (name) => {
    const folder = `${copy.folder}/${name}`;
    await terraform(folder, ['init', '-backend=false', '-input=false', '-no-color']);
    expect(await terraform(folder, ['test', '-no-color'])).toMatch(/^Success! [1-9]\d* passed, 0 failed\.$/m);
  });
});

describeWith('checkov', { checkov: inject('checkov') }, ({ checkov }) => {
  test('finds nothing that is not excused with a reason', async () => {
    const args = ['--directory', source, '--framework', 'terraform', '--compact', '--output', 'json'];
    // Without Bridgecrew's own download of guidelines.
    const { stdout } = await run(checkov, [...args, '--skip-download'], { maxBuffer: 64_000_000 }).catch(
      (error: unknown) => {
        if (error instanceof Error && 'stdout' in error && error.stdout)
          return { stdout: String(error.stdout) };
        throw error;
      },
    );
    const { summary, results } = JSON.parse(stdout) as {
      summary: { passed: number; parsing_errors: number };
      results: {
        failed_checks: { check_id: string; resource: string }[];
        skipped_checks: { check_result: { suppress_comment: string } }[];
      };
    };
    expect(results.failed_checks.map(({ check_id: id, resource }) => `${id} ${resource}`)).toEqual([]);
    expect(summary.parsing_errors).toBe(0);
    expect(summary.passed).toBeGreaterThan(50);
    for (const { check_result: result } of results.skipped_checks)
      expect(result.suppress_comment.trim()).toMatch(/\w+ \w+/);
  });
});
