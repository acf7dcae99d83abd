import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { RowChange, UploadBetween, VersionDifference } from '@wattline/api';
import { expect, test } from 'vitest';
import { runCommand, startCommand } from '../support/command.ts';
import { makeFolder } from '../support/folder.ts';
import { until } from '../support/until.ts';

const day = (date: number, load: (hour: number) => number): string =>
  `time,meter,load\n${Array.from({ length: 24 }, (_, hour) => ['A', 'B'].map((meter) => `2024-01-0${date}T${String(hour).padStart(2, '0')}:00:00Z,${meter},${load(hour)}\n`).join('')).join('')}`;

type Printed = VersionDifference & {
  readonly uploads: readonly UploadBetween[];
  readonly changes: readonly RowChange[];
  readonly complete: boolean;
};

const spec =
  'time: { column: time, cadence: 1h }\nentity: meter\nvalues: { load: {} }\nlags: { by: [2h] }\nrolling: { windows: [] }\n';

test('the command says what changed, by which upload, on a data folder as on a server', async () => {
  const folder = await makeFolder();
  const data = ['--data-dir', join(folder, 'data')];
  const files = {
    'monday.csv': day(1, (hour) => 10 + hour),
    'tuesday.csv': day(2, (hour) => 20 + hour),
    'correction.csv': 'time,meter,load\n2024-01-02T05:00:00Z,A,99.5\n',
    'wattline.yaml': spec,
  };
  for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text);
  const run = async (name: string): Promise<string> => {
    const more = name === 'monday.csv' ? ['--spec', join(folder, 'wattline.yaml')] : [];
    const { stdout } = await runCommand([
      'run',
      join(folder, name),
      '--dataset',
      'plant',
      ...more,
      ...data,
      '--json',
    ]);
    return (JSON.parse(stdout) as { version: string }).version;
  };
  const monday = await run('monday.csv');
  const tuesday = await run('tuesday.csv');
  const corrected = await run('correction.csv');
  const diff = (...args: string[]) => runCommand(['diff', ...args, ...data]);
  const json = async (...args: string[]): Promise<Printed> => {
    const { stdout, stderr } = await diff(...args, '--json');
    expect([args, stderr]).toEqual([args, '']);
    return JSON.parse(stdout) as Printed;
  };

  const whole = await json(`plant@${monday}`);
  expect(whole).toMatchObject({
    dataset: 'plant',
    from: monday,
    to: corrected,
    rows: { added: 48, removed: 0, changed: 0, same: 48 },
    complete: true,
  });
  expect(whole.changes).toHaveLength(48);
  expect(whole.uploads.map(({ key }) => key.split('/').at(-1))).toEqual(['tuesday.csv', 'correction.csv']);
  const both = whole.changes.find(
    ({ entity, eventTimestamp }) => entity === 'A' && eventTimestamp === '2024-01-02T05:00:00.000Z',
  );
  expect(both?.by?.map(({ upload, through }) => [upload, through])).toEqual([
    [0, 'interval'],
    [1, 'interval'],
  ]);

  for (const { entity, by = [] } of whole.changes)
    for (const { upload, reading, line = 0 } of by) {
      const name = upload === 0 ? ('tuesday.csv' as const) : ('correction.csv' as const);
      expect(files[name].split('\n')[line - 1]).toMatch(`${reading?.slice(0, 19)}Z,${entity},`);
    }

  const text = (await diff(`plant@${tuesday}`, `plant@${corrected}`)).stdout;
  expect(text).toContain('0 rows added, 0 removed, 2 changed, 94 the same');
  expect(text).toMatch(/^~ +A +2024-01-02 05:00 +load_mean +25 +99.5 +\[1\] line 2$/m);
  expect(text).toMatch(
    /^~ +A .*07:00 +load_mean_lag2h +25 +99.5 +\[1\] line 2, its reading of 2024-01-02 05:00$/m,
  );
  expect(text).toMatch(/^ +\[1\] +joined +correction\.csv/m);
  const first = await diff(`plant@${monday}`, '--limit', '3');
  expect(first.stdout.match(/^\+ /gm)).toHaveLength(3);
  expect(first.stderr).toContain('only the first 3 rows are listed');
  const summary = await json(`plant@${tuesday}`, '--summary');
  expect([summary.entities, summary.changes]).toEqual([
    [{ entity: 'A', added: 0, removed: 0, changed: 2 }],
    undefined,
  ]);
  const some = await json(`plant@${tuesday}`, '--column', 'load_mean', '--entity', 'A', '--limit', '1');
  expect([some.changes.length, some.complete]).toEqual([1, true]);

  const erased = ['--entity', 'B', '--from', '2024-01-02', '--wait'];
  await runCommand(['delete', 'plant', ...erased, ...data]);
  const shrunk = await json(`plant@${corrected}`);
  expect(shrunk.rows).toEqual({ added: 0, removed: 24, changed: 0, same: 72 });
  expect(await json('plant')).toEqual(shrunk);
  expect(shrunk.uploads.map(({ type, change }) => [type, change])).toEqual([['deletion', 'joined']]);
  expect(shrunk.changes.every(({ by }) => by?.[0]?.through === 'interval')).toBe(true);

  for (const [args, code] of [
    [[`plant@${monday}`, 'other@1'], 'DATASETS_DIFFER'],
    [['plant@nope'], 'VERSION_UNKNOWN'],
    [[`plant@${monday}`, '--column', 'nope'], 'COLUMN_UNKNOWN'],
  ] as const)
    expect((await diff(...args)).stderr).toContain(code);

  const up = startCommand(['up', '--no-sample', '--port', '0', ...data]);
  const url = await until('the page’s address is printed', () => {
    if (up.child.exitCode !== null) throw new Error(`wattline up ended early:\n${up.output()}`);
    return /the page is at (\S+)/.exec(up.output())?.[1];
  });
  for (const args of [
    ['plant'],
    [`plant@${monday}`, `plant@${corrected}`],
    [`plant@${tuesday}`, `plant@${monday}`, '--limit', '5'],
  ]) {
    const served = await runCommand(['diff', ...args, '--json', '--server', url]);
    expect([served.stderr, JSON.parse(served.stdout)]).toEqual(['', await json(...args)]);
  }
});
