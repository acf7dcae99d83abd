import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { runCommand, startCommand } from '../support/command.ts';
import { csvOf, dayOf, ENTITY } from '../support/erase-town.ts';
import { makeFolder } from '../support/folder.ts';
import { filesWith } from '../support/trace-search.ts';
import { until } from '../support/until.ts';

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
});

test('runs of commands that were stopped or killed are cancelled, and hold no erasure up', async () => {
  const folder = await makeFolder();
  const dataDir = join(folder, 'data');
  const command = async (...args: string[]) => runCommand([...args, '--data-dir', dataDir]);
  const [small, large] = [join(folder, '1.csv'), join(folder, '2.csv')];
  await writeFile(small, csvOf(dayOf(0, ['A', ENTITY])));
  const minutes = Array.from({ length: 400_000 }, (_, minute) => {
    const time = new Date(Date.UTC(2024, 0, 2) + minute * 60_000).toISOString();
    return `${time},A,${minute % 7}\n`;
  });
  await writeFile(large, `time,meter,load\n${minutes.join('')}`);
  expect((await command('run', small, '--dataset', 'plant')).status).toBe(0);
  const runs = join(dataDir, 'results', 'runs');
  const endedBy = async (signal: 'SIGINT' | 'SIGKILL'): Promise<string> => {
    const before = new Set(await readdir(runs));
    const running = startCommand(['run', large, '--dataset', 'plant', '--data-dir', dataDir]);
    const run = await until('its first attempt is in the ledger', async () => {
      const name = (await readdir(runs)).find((one) => !before.has(one));
      const attempts = join(runs, name ?? '', 'replay-0000/ingest/0000/attempts');
      return (await readdir(attempts).catch(() => [])).length > 0 && name;
    });
    running.child.kill(signal);
    await running.finished;
    return run;
  };
  const statusOf = async (run: string): Promise<unknown> =>
    JSON.parse((await command('show', run, '--json')).stdout);
  const stopped = await endedBy('SIGINT');
  expect(await statusOf(stopped)).toMatchObject({ status: 'cancelled' });
  const killed = await endedBy('SIGKILL');
  expect(await statusOf(killed)).toMatchObject({ status: 'running' });
  const erased = await command('erase', 'plant', '--entity', ENTITY, '--yes');
  expect([erased.status, erased.stderr]).toEqual([0, '']);
  expect(await statusOf(killed)).toMatchObject({ status: 'cancelled', error: { code: 'RUN_CANCELLED' } });
  expect(await readdir(join(dataDir, 'scratch'))).toEqual([]);
});

test('beside a running stack nothing names it either: no line of a service’s log ever did', async () => {
  const folder = await makeFolder();
  const dataDir = join(folder, 'data');
  const command = async (...args: string[]) => runCommand([...args, '--data-dir', dataDir]);
  const up = startCommand(['up', '--no-sample', '--port', '0', '--data-dir', dataDir]);
  await until('the stack is up', () => /the page is at (\S+)/.exec(up.output())?.[1]);
  const upload = async (name: string, text: string, ...more: string[]) => {
    await writeFile(join(folder, name), text);
    return command('upload', join(folder, name), '--dataset', 'plant', '--wait', '--json', ...more);
  };
  const spec = join(folder, 'wattline.yaml');
  await writeFile(spec, 'time: { column: time, cadence: 1h }\nentity: meter\nvalues: { load: {} }\n');
  const first = await upload('1.csv', csvOf(dayOf(0, ['A', ENTITY])), '--spec', spec);
  expect(JSON.parse(first.stdout)).toMatchObject({ status: 'sealed' });
  // Refused rows, a file that is refused as a whole, one that is named after it, a deletion of part of it, and one of nothing.
  const rows = csvOf(dayOf(24, ['A', ENTITY]));
  const bad = await upload(`${ENTITY}.csv`, `${rows}2024-01-03T00:00:00Z,${ENTITY},broken ${ENTITY}\n`);
  expect(JSON.parse(bad.stdout)).toMatchObject({ status: 'sealed' });
  const refused = await upload('refused.csv', `time,${ENTITY},load\n2024-01-04T00:00:00Z,x,1\n`);
  expect(JSON.parse(refused.stdout)).toMatchObject({ status: 'rejected' });
  const part = ['--entity', ENTITY, '--to', '2024-01-01T03:00', '--wait', '--json'];
  expect(JSON.parse((await command('delete', 'plant', ...part)).stdout)).toMatchObject({ status: 'sealed' });
  const logs = await readdir(join(dataDir, 'logs'));
  expect(logs).toEqual(expect.arrayContaining(['ingest.log', 'publish.log', 'status.log']));
  expect(await readFile(join(dataDir, 'logs', 'ingest.log'), 'utf8')).toContain('readings deleted');
  expect(await filesWith(join(dataDir, 'logs'), ENTITY)).toEqual([]);

  const done = await command('erase', 'plant', '--entity', ENTITY, '--yes', '--json');
  expect([done.status, JSON.parse(done.stdout)]).toMatchObject([0, [{ entity: ENTITY, traces: [] }]]);
  up.child.kill('SIGINT');
  await up.finished;
  expect(await filesWith(dataDir, ENTITY)).toEqual([]);
});
