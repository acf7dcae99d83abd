import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { rewriteTable, writeTable } from './write-table.ts';

test('fields are written otherwise in their rows, and nothing else is', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'wattline-table-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const path = join(folder, 'table.csv');
  const rows = [
    ['a,"1"', 'b', ''],
    ['x\u2028,y', 1, null],
    ['', 2, 3],
    [4, 5, 6],
  ];
  await writeTable(path, rows);
  const until = new Map([
    [1, 3],
    [2, 2],
  ]);
  await rewriteTable(path, until, (cell) => `<${cell}>`);
  expect(await readFile(path, 'utf8')).toBe('"a,""1""",<b>,<>\n"x\u2028,y",<1>,<>\n,<2>,3\n4,5,6\n');
});
