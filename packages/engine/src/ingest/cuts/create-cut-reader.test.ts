import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import '../../polars/index.ts';
import { inspect } from '../inspect/inspect-file.ts';
import { createCutReader } from './create-cut-reader.ts';

test('a look that failed is not the answer to the next; one that went well is', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'wattline-looks-'));
  const path = join(folder, 'a.csv');
  writeFileSync(path, 't,v\n2024-01-01T00:00,1\n2024-01-01T01:00,2\n2024-01-01T02:00,3\n');
  let looks = 0;
  const read = createCutReader((options) => {
    looks += 1;
    return looks === 1 ? Promise.reject(new Error('EMFILE')) : inspect(options);
  });
  const cut = async (name: string) => {
    const own = join(folder, name);
    mkdirSync(own);
    return (await read({ path, name: 'a.csv', folder: own, cut: { from: 0, to: 30 } })).read.rows.read;
  };
  await expect(cut('first')).rejects.toThrow('EMFILE');
  expect(await cut('second')).toBe(2);
  expect(await cut('third')).toBe(2);
  expect(looks).toBe(2);
});
