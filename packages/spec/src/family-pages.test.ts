import { families, familyKeys, familyPage, folderOf, usedFamilies } from '@wattline/features';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { Spec } from './schema.ts';

const folder = new URL('../../features/src/families/', import.meta.url);

test.each(familyKeys)('the page of %s is current: else npx vitest run packages/spec -u', async (key) => {
  const spec = Spec.parse({
    time: { column: 'time', cadence: '10m' },
    values: { load: { unit: 'kW' } },
    [key]: families[key].example,
  });
  const used = usedFamilies(spec).find((family) => family.key === key);
  if (used === undefined) throw new Error(`The example of ${key} makes no column`);
  const [, written = ''] = familyPage(used).split('```yaml\n', 2);
  expect(parse(written.slice(0, written.indexOf('```')))).toEqual({ [key]: families[key].example });
  await expect(familyPage(used)).toMatchFileSnapshot(`${folder.pathname}${folderOf(key)}/README.md`);
});
