import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { defaultKeepDays, keepDaysOf, StoreName, storedKinds, topology } from './index.ts';

const textOf = (path: string): string => readFileSync(new URL(`../../../${path}`, import.meta.url), 'utf8');
const everyone = Object.entries({ ...topology.stages, ...topology.services });

test('whatever a service writes has a rule', () => {
  const without = everyone.flatMap(([name, { writes }]) =>
    StoreName.options.flatMap((store) =>
      (writes[store] ?? [])
        .filter(
          (pattern) =>
            !storedKinds.some(
              (kind) => kind.store === store && kind.keys.some((key) => pattern.startsWith(key)),
            ),
        )
        .map((pattern) => `${name} ${store} ${pattern}`),
    ),
  );
  expect(without).toEqual([]);
});

test('rules of buckets are those of the table, with its days', () => {
  const rules = StoreName.options.flatMap((store) =>
    (topology.stores[store].expire ?? []).map(({ prefix, days }) => `${store} ${prefix} ${days}`),
  );
  const wanted = storedKinds.flatMap(({ store, keys, aged, by }) =>
    by === 'lifecycle' && aged !== undefined
      ? keys.map((key) => `${store} ${key} ${defaultKeepDays[aged]}`)
      : [],
  );
  expect(rules.toSorted()).toEqual(wanted.toSorted());
  for (const { stays, aged } of storedKinds)
    if (aged !== undefined) expect(stays).toContain(`${defaultKeepDays[aged]} days`);
});

test('Terraform makes a rule of each, and none that removes old uploads of their own', () => {
  const lifecycle = textOf('infra/terraform/modules/storage/lifecycle.tf');
  expect(lifecycle).toMatch(/dynamic "rule" \{\s+for_each = each\.value\.expire\s/);
  expect(lifecycle).toMatch(/expiration \{\s+days = rule\.value\.days/);
  expect(lifecycle).toMatch(
    /dynamic "noncurrent_version_expiration" \{\s+for_each = each\.value\.oldVersions\.expireAfterDays\[\*\]/,
  );
  expect(topology.stores.staging.oldVersions.expireAfterDays).toBeUndefined();
  expect(lifecycle.match(/\w*days\s*=\s*\d+/g) ?? []).toEqual(['noncurrent_days = 1']);
});

test('the documentation has the table', () => {
  const docs = textOf('docs/datasets.md');
  for (const { kind, stays } of storedKinds) expect(docs).toContain(`| ${kind} | ${stays} |`);
});

test('other days are written as kind=days', () => {
  expect(keepDaysOf('quarantine=30, attempt-logs=7')).toEqual({
    ...defaultKeepDays,
    quarantine: 30,
    'attempt-logs': 7,
  });
  expect(keepDaysOf('')).toEqual(defaultKeepDays);
  for (const wrong of ['versions=3', 'work', 'work=0', 'work=-1', 'work=a'])
    expect(keepDaysOf(wrong)).toBeUndefined();
});
