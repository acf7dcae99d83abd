import { expect, test } from 'vitest';
import { ingestContent, rejectionOf } from '../testing/ingest-text.ts';

const HOUR = 3_600_000;
const at = (row: number, every = HOUR): string => new Date(Date.UTC(2022, 8, 1) + row * every).toISOString();

const lines = (header: string, count: number, cells: (row: number) => string): string =>
  [header, ...Array.from({ length: count }, (_, row) => `${at(row)},${cells(row)}`)].join('\n');

/** What was found out about the numbers of one column of a file. */
const found = async (content: string, column: string) => {
  const { plan, receipt } = await ingestContent(content);
  const { kind, aggregate } = plan.spec.values[column] ?? {};
  return {
    kind,
    aggregate,
    why: receipt.evidence.find(({ key }) => key === `values.${column}.kind`)?.because,
    warnings: receipt.warnings.filter((warning) => warning.includes(`'${column}'`)).join('\n'),
  };
};

test.each([
  ['wind_dir', (row: number) => [350, 10, 5][row % 3]],
  ['Windrichtung', (row: number) => row * 2],
  ['bearing', (row: number) => 40 + (row % 3)],
  ['vane [deg]', (row: number) => [355, 2][row % 2]],
  ['winddirection_100m (°)', (row: number) => (row * 47) % 360],
])('a direction in degrees is circular: %s', async (name, cell) => {
  const { kind, aggregate, why, warnings } = await found(
    lines(`time,${name}`, 48, (row) => `${cell(row)}`),
    name,
  );
  expect([kind, aggregate]).toEqual(['circular', ['mean']]);
  expect(why).toMatch(/numbers lie between/);
  expect(warnings).toMatch(/read as a direction in degrees \(circular/);
});

test.each([
  ['wind_dir', (row: number) => (row === 20 ? 400 : row)],
  ['tilt [deg]', (row: number) => 30 + (row % 3)],
  ['direct_radiation', (row: number) => row * 7],
  ['outdoor [°C]', (row: number) => 15 - (row % 30)],
])('other numbers are not: %s', async (name, cell) => {
  const { kind } = await found(
    lines(`time,${name}`, 48, (row) => `${cell(row)}`),
    name,
  );
  expect(kind).toBeUndefined();
});

test('a marker of no reading does not hide a direction', async () => {
  const content = lines('time,wind_dir', 48, (row) => `${row % 10 === 3 ? -999 : (row * 31) % 360}`);
  const { plan } = await ingestContent(content);
  expect(plan.spec.values.wind_dir).toMatchObject({ kind: 'circular', missing: ['-999'] });
});

test.each(['Rain_mm_Tot', 'precipitation (mm)', 'Niederschlag in mm', 'rainfall [mm]'])(
  'what falls is an amount: %s',
  async (name) => {
    const { kind, aggregate, warnings } = await found(
      lines(`time,${name}`, 48, (row) => `${row % 7 === 0 ? 1.2 : 0}`),
      name,
    );
    expect([kind, aggregate]).toEqual(['total', ['mean', 'sum']]);
    expect(warnings).toContain('read as a total');
  },
);

test.each(['rain_rate [mm/h]', 'train_mm', 'sea_level [mm]', 'terrain (mm)', 'rain probability [%]'])(
  'a rate, a level and a probability are none: %s',
  async (name) => {
    const { kind } = await found(
      lines(`time,${name}`, 48, (row) => `${row % 7 === 0 ? 1.2 : 0}`),
      name,
    );
    expect(kind).toBeUndefined();
  },
);

const cycle = (row: number): string => (0.2 + (row % 5) * 0.3).toFixed(1);
const level = (row: number): string => (4000 + row * 0.7).toFixed(1);

test.each([
  ['load [kWh]', cycle, 'total'],
  ['use_kwh', cycle, 'total'],
  ['Verbrauch (kWh)', cycle, 'total'],
  ['meter [kWh]', level, 'register'],
  ['energy_kwh', level, 'register'],
  ['total_increasing', level, 'register'],
  // Once in a while it begins again.
  ['Zählerstand kWh', (row: number) => ((row * 1.3) % 200).toFixed(1), 'register'],
])('a unit of an amount is one for each reading, or a counter: %s', async (name, cell, kind) => {
  const found_ = await found(lines(`time,${name}`, 320, cell), name);
  expect([found_.kind, found_.aggregate]).toEqual([kind, ['mean', 'sum']]);
  expect(found_.why).toMatch(/in the sample it rises \d+ times/);
  expect(found_.warnings).toMatch(kind === 'total' ? /read as a total/ : /as a counter \(register\) does/);
});

test.each([
  ['load [kW]', cycle],
  ['price_eur_kwh', cycle],
  ['ct/kWh', cycle],
  ['temperature', cycle],
])('other units are those of states: %s', async (name, cell) => {
  const { kind, warnings } = await found(lines(`time,${name}`, 60, cell), name);
  expect([kind, warnings]).toEqual([undefined, '']);
});

test('what only grows and has no unit is proposed as a register, and read as it is', async () => {
  const { kind, warnings, why } = await found(lines('time,state', 60, level), 'state');
  expect(kind).toBeUndefined();
  expect(warnings).toMatch(/only grows in the sample.* set values.state.kind: register/);
  expect(why).toMatch(/falls never/);
});

test('counters of several meters grow each by itself, in whichever order the file has its rows', async () => {
  const rows = Array.from({ length: 40 }, (_, row) =>
    ['a', 'b', 'c'].map((meter, m) => `${at(row)},${meter},${(m * 5000 + row * (m + 1)).toFixed(1)}`),
  );
  const header = 'time,meter,kwh [kWh]';
  const shuffled = rows
    .flat()
    .map((row, place) => ({ row, key: (place * 7919) % 1009 }))
    .sort((a, b) => a.key - b.key)
    .map(({ row }) => row);
  for (const content of [rows.flat(), rows.flat().toReversed(), shuffled]) {
    const { plan, receipt } = await ingestContent([header, ...content].join('\n'));
    expect(plan.spec.values['kwh [kWh]']?.kind).toBe('register');
    expect(receipt.evidence.map(({ because }) => because)).toContainEqual(
      expect.stringMatching(/of 117 steps of the whole file all are such as it counts/),
    );
  }
});

test('a counter that jumps to and fro behind the sample stops the run', async () => {
  const [count, width, head] = [30_000, 34, 262_144];
  const gap = (count * width - head) / 12;
  const jumps = (row: number): boolean => {
    const beyond = row * width - head;
    return beyond > 0 && beyond % gap < gap / 3 && row % 3 === 0;
  };
  const rows = Array.from({ length: count }, (_, row) => {
    const shown = (10_000 + row * 0.1 + (jumps(row) ? 50_000 : 0)).toFixed(2);
    return `${at(row, HOUR / 6)},${shown}`;
  });
  const error = await rejectionOf(['time,energy_kwh', ...rows].join('\n'));
  expect([error.code, error.remedy]).toEqual([
    'REGISTER_IMPLAUSIBLE',
    expect.stringContaining('set values.energy_kwh.kind: gauge'),
  ]);
});

test.for<[head: string, beside: string]>([
  ['Energy Produced (Wh)', ''],
  ['Active energy Wh (A)', ''],
  ['heures creuses [kWh]', ''],
  ['KWH/hh (per half hour)', ''],
  ['usage,units', ',kWh'],
  ['amount,Eenheid', ',kWh'],
])('the unit of an amount in a name, or in a column of one unit: %s', async ([head, beside]) => {
  const lines = Array.from(
    { length: 48 },
    (_, row) =>
      `${new Date(Date.UTC(2024, 0, 20) + row * 1_800_000).toISOString()},${(row * 7) % 5}.5${beside}`,
  );
  const { plan } = await ingestContent(`time,${head}\n${lines.join('\n')}\n`);
  const [name = ''] = head.split(',');
  expect(plan.spec.values[name]?.kind).toBe('total');
});

test('a rate of energy is no amount', async () => {
  const lines = Array.from(
    { length: 48 },
    (_, row) => `${new Date(Date.UTC(2024, 0, 20) + row * 1_800_000).toISOString()},${(row * 7) % 5}.5`,
  );
  for (const name of ['EUR per MWh', 'ct/kWh', 'rate [kWh]']) {
    const { plan } = await ingestContent(`time,${name}\n${lines.join('\n')}\n`);
    expect([name, plan.spec.values[name]?.kind]).toEqual([name, undefined]);
  }
});
