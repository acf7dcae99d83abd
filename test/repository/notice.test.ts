import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
// @ts-expect-error a script of plain JavaScript, which any Node runs
import { shippedPackages } from '../../scripts/notice.mjs';

test('NOTICE names every package that is shipped, with its version and licence', async () => {
  const notice = await readFile(new URL('../../NOTICE', import.meta.url), 'utf8');
  const shipped = (shippedPackages() as { name: string; version: string; license: string }[]).map(
    ({ name, version, license }) => `${name} ${version}: ${license}`,
  );
  expect(shipped.length).toBeGreaterThan(50);
  const missing = shipped.filter((line) => !notice.split('\n').includes(line));
  expect(missing, 'write it again with: node scripts/notice.mjs').toEqual([]);
  expect(notice).toContain('CC BY-SA 3.0');
});
