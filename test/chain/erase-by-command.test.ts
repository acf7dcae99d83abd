import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { runCommand } from '../support/command.ts';
import { csvOf, dayOf, ENTITY } from '../support/erase-town.ts';
import { makeFolder } from '../support/folder.ts';
import { filesWith } from '../support/trace-search.ts';

test('the command erases where no stack runs: it says what would go, wants to be sure, and leaves nothing', async () => {
  const folder = await makeFolder();
  const dataDir = join(folder, 'data');
  const command = async (...args: string[]) => runCommand([...args, '--data-dir', dataDir]);
  await writeFile(join(folder, '1.csv'), csvOf(dayOf(0, ['A', ENTITY])));
  await writeFile(join(folder, `${ENTITY}.csv`), csvOf(dayOf(24, [ENTITY])));
  await writeFile(join(folder, '3.csv'), csvOf(dayOf(48, ['A', 'B'])));
  for (const file of ['1.csv', `${ENTITY}.csv`, '3.csv'])
    expect((await command('run', join(folder, file), '--dataset', 'plant')).status).toBe(0);
  // A deletion that was refused left its name in a ledger, and in the index of runs.
  expect(
    (await command('delete', 'plant', '--entity', ENTITY, '--from', '2025-01-01', '--dry-run')).status,
  ).toBe(1);

  const dry = await command('erase', 'plant', '--entity', ENTITY, '--dry-run');
  expect([dry.status, dry.stdout]).toEqual([
    0,
    expect.stringContaining(`48 readings of ${ENTITY} would be erased`),
  ]);
  expect(dry.stdout).toContain(`staging-directory/plant/${ENTITY}.csv`);
  const unsure = await command('erase', 'plant', '--entity', ENTITY);
  expect([unsure.status, unsure.stderr]).toEqual([2, expect.stringContaining('NOT_CONFIRMED')]);
  expect((await filesWith(dataDir, ENTITY)).length).toBeGreaterThan(10);

  const done = await command('erase', 'plant', '--entity', ENTITY, '--yes', '--json');
  expect(done.status).toBe(0);
  expect(JSON.parse(done.stdout)).toMatchObject([{ dataset: 'plant', entity: ENTITY, traces: [] }]);
  expect(await filesWith(dataDir, ENTITY)).toEqual([]);
  const history = await command('history', 'plant');
  expect(history.stdout).toContain('erasure of 48 readings');
  const again = await command('erase', 'plant', '--entity', ENTITY, '--yes');
  expect([again.status, again.stderr]).toEqual([1, expect.stringContaining('ENTITY_UNKNOWN')]);
}, 60_000);
