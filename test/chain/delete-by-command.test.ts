import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Receipt } from '@wattline/worker';
import { expect, test } from 'vitest';
import { runCommand } from '../support/command.ts';
import { makeFolder } from '../support/folder.ts';

const day = (date: number, meters: readonly string[]): string =>
  `time,meter,load\n${Array.from({ length: 24 }, (_, hour) => meters.map((meter) => `2024-01-0${date}T${String(hour).padStart(2, '0')}:00:00Z,${meter},${10 + (hour % 5)}\n`).join('')).join('')}`;

test('the command deletes where no stack runs, says what it would delete, and refuses what there is not', async () => {
  const folder = await makeFolder();
  const dataDir = join(folder, 'data');
  await writeFile(join(folder, '1.csv'), day(1, ['A', 'B']));
  await writeFile(join(folder, '2.csv'), day(2, ['A', 'B']));
  const command = async (...args: string[]) => runCommand([...args, '--data-dir', dataDir]);
  const json = async <Result = Receipt>(...args: string[]): Promise<Result> =>
    JSON.parse((await command(...args, '--json')).stdout) as Result;
  for (const file of ['1.csv', '2.csv']) await json('run', join(folder, file), '--dataset', 'plant');

  const dry = await command('delete', 'plant', '--entity', 'B', '--dry-run');
  expect([dry.status, dry.stdout]).toEqual([0, '48 readings of B would be deleted from plant\n']);
  const unknown = await command('delete', 'plant', '--entity', 'b', '--dry-run');
  expect([unknown.status, unknown.stderr]).toEqual([1, expect.stringContaining('"B"')]);
  const nothing = await command('delete', 'plant');
  expect([nothing.status, nothing.stderr]).toEqual([2, expect.stringContaining('DELETION_INVALID')]);
  const empty = await command('delete', 'plants', '--entity', 'B');
  expect(empty.stderr).toContain('DATASET_EMPTY');

  const text = await command('delete', 'plant', '--entity', 'B', '--to', '2024-01-02T12:00');
  expect(text.stdout).toMatch(/^deleted +36 readings of B before 2024-01-02T12:00:00.000Z$/m);
  const second = await json('delete', 'plant', '--from', '2024-01-02');
  expect(second.ingested).toMatchObject({ deletion: { rows: 36 }, dataset: { entry: 4, uploads: 2 } });
  expect(second.published).toMatchObject({ rows: 24 });
  const refused = await command('delete', 'plant', '--from', '2024-01-01');
  expect([refused.status, refused.stderr]).toEqual([1, expect.stringContaining('NOTHING_LEFT')]);
});
