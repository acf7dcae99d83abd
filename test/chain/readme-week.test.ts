import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Receipt } from '@wattline/worker';
import { expect, test } from 'vitest';
import { runCommand } from '../support/command.ts';
import { makeFolder } from '../support/folder.ts';

const readme = new URL('../../README.md', import.meta.url);

/** The commands of the README about the dataset `week`, as they are typed. */
const commandsOfReadme = async (): Promise<string[][]> =>
  (await readFile(readme, 'utf8'))
    .split('\n')
    .filter((line) => /^npx wattline .*\bweek\b/.test(line))
    .map((line) =>
      line
        .replace(/\s+#.*/, '')
        .split(' ')
        .slice(2),
    );

const days = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'];

const dayText = (index: number): string =>
  `time,meter,load\n${Array.from({ length: 24 }, (_, hour) => ['A', 'B'].map((meter) => `2024-01-0${index + 1}T${String(hour).padStart(2, '0')}:00:00Z,${meter},${((hour * 7 + index) % 13) + 0.5}\n`).join('')).join('')}`;

test('a week of daily files and a correction, as the README has it, is that week as one file', async () => {
  const folder = await makeFolder();
  for (const [index, name] of days.entries()) await writeFile(join(folder, `${name}.csv`), dayText(index));
  const correction = (rest: string): string =>
    rest.replace('T05:00:00Z,A,', 'T05:00:00Z,A,9').replace('T06:00:00Z,B,', 'T06:00:00Z,B,9');
  const corrected = correction(dayText(1));
  const cells = corrected.split('\n').filter((line) => !dayText(1).includes(line));
  await writeFile(join(folder, 'correction.csv'), `time,meter,load\n${cells.join('\n')}\n`);
  const whole = days.map((_, index) =>
    (index === 1 ? corrected : dayText(index)).split('\n').slice(1).join('\n'),
  );
  await writeFile(join(folder, 'whole.csv'), `time,meter,load\n${whole.join('')}`);
  const run = async (args: readonly string[], ...more: string[]) =>
    runCommand([
      ...args.map((arg) => (arg.endsWith('.csv') ? join(folder, arg) : arg)),
      ...more,
      '--data-dir',
      join(folder, 'data'),
    ]);

  const commands = await commandsOfReadme();
  expect(commands.map(([name]) => name)).toEqual(['run', 'run', 'run', 'history']);
  const [first = [], late = [], correcting = [], history = []] = commands;
  for (const args of [first, late, correcting]) {
    const { status, stderr } = await run(args, '--out', join(folder, `out-${args.length}-${args[1]}`));
    expect({ status, stderr: status === 0 ? '' : stderr }).toEqual({ status: 0, stderr: '' });
  }
  expect(cells).toHaveLength(2);
  const shown = await run(history, '--json');
  const entries = JSON.parse(shown.stdout) as { type: string }[];
  expect(entries.map(({ type }) => type)).toEqual(Array(8).fill('upload'));
  const atOnce = await run(['run', 'whole.csv'], '--json', '--out', join(folder, 'out-whole'));
  expect((JSON.parse(atOnce.stdout) as Receipt).status).toBe('sealed');
  const filesOf = async (name: string): Promise<unknown> => {
    const manifest = JSON.parse(await readFile(join(folder, name, 'manifest.json'), 'utf8')) as {
      files: { path: string; sha256: string; object?: string }[];
    };
    // Where the store has them is below the dataset's own name.
    return manifest.files
      .filter(({ path }) => path.endsWith('.parquet'))
      .map(({ object: _, ...file }) => file);
  };
  expect(await filesOf('out-4-correction.csv')).toEqual(await filesOf('out-whole'));
});
