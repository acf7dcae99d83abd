import { expect, test } from 'vitest';
import { ingestContent, rejectionOf } from '../../testing/ingest-text.ts';
import type { KnownColumns } from './columns-fit.ts';

const hours = Array.from({ length: 24 }, (_, hour) => `2024-01-02T${String(hour).padStart(2, '0')}:00:00Z`);
const known: KnownColumns = {
  header: ['time', 'load', 'site'],
  timeFormats: ['iso'],
  decimals: ['.'],
  constants: { site: 'north' },
  units: { load: [''] },
  added: { values: {}, categories: {} },
};
const fileOf = (header: string, rest: (index: number) => string): string =>
  `${header}\n${hours.map((time, index) => `${time},${rest(index)}\n`).join('')}`;
const spec = { time: { column: 'time' }, values: { load: {} } };

test('a column that is new is refused, and both remedies let the file in', async () => {
  const content = fileOf('time,load,site,wind', (index) => `${index},north,${index / 2}`);
  const refused = await rejectionOf(content, { spec, knownColumns: known });
  expect(refused).toMatchObject({ code: 'COLUMNS_DIFFER', place: { column: 'wind' } });
  expect(refused.remedy).toContain('columns: add');
  const added = await ingestContent(content, { spec: { ...spec, columns: 'add' }, knownColumns: known });
  expect(added.columns).toEqual(['event_timestamp', 'entity', 'load', 'wind']);
  expect(refused.remedy).toContain('drop: [wind]');
  const dropped = await ingestContent(content, { spec: { ...spec, drop: ['wind'] }, knownColumns: known });
  expect(dropped.columns).toEqual(['event_timestamp', 'entity', 'load']);
});

test('a column that joined with an earlier upload is known to later ones, which may lack it', async () => {
  const joined: KnownColumns = {
    ...known,
    header: [...known.header, 'wind'],
    added: { values: { wind: { truncate: false, aggregate: ['mean'] } }, categories: {} },
  };
  const own = { spec: { ...spec, columns: 'add' as const }, knownColumns: joined };
  const having = await ingestContent(
    fileOf('time,load,wind', (index) => `${index},1`),
    own,
  );
  expect(having.columns).toContain('wind');
  const lacking = await ingestContent(fileOf('time,load', String), own);
  expect(lacking.columns).not.toContain('wind');
});

test('columns join with the first file too: it does not matter which comes first', async () => {
  const content = fileOf('time,load,wind', (index) => `${index},${index / 2}`);
  expect((await ingestContent(content, { spec })).columns).not.toContain('wind');
  const added = await ingestContent(content, { spec: { ...spec, columns: 'add' } });
  expect(added.columns).toEqual(['event_timestamp', 'entity', 'load', 'wind']);
});

test('a correction of a few cells is read, though it does not show how its series come', async () => {
  const content = `time,meter,load\n${['A', 'B', 'C'].map((meter, index) => `${hours[index * 7]},${meter},5\n`).join('')}`;
  const own = { spec: { ...spec, entity: 'meter' }, specSource: 'inferred' as const };
  expect(await rejectionOf(content, own)).toMatchObject({ code: 'ENTITY_IMPLAUSIBLE' });
  expect((await ingestContent(content, { ...own, knownColumns: known })).rows).toHaveLength(3);
});

test('another word in a column of one word may be another series: refused where nobody declared what it is', async () => {
  const content = fileOf('time,load,site', (index) => `${index},south`);
  const refused = await rejectionOf(content, { spec, specSource: 'inferred', knownColumns: known });
  expect(refused).toMatchObject({ code: 'SERIES_DIFFER', place: { column: 'site', value: 'south' } });
  const declared = await ingestContent(content, { spec, knownColumns: known });
  expect(declared.receipt.warnings.join()).toContain('"south"');
  const dropped = await ingestContent(content, { spec: { ...spec, drop: ['site'] }, knownColumns: known });
  expect(dropped.rows).toHaveLength(24);
  expect(dropped.receipt.warnings.join()).not.toContain('"south"');
  const entity = await ingestContent(content, { spec: { ...spec, entity: 'site' }, knownColumns: known });
  expect(entity.rows).toHaveLength(24);
  expect(entity.receipt.warnings.join()).not.toContain('"south"');
});

test('a number in every row says whose readings they are, where its column is called so', async () => {
  const content = (meter: number): string => fileOf('time,load,meter', (index) => `${index},${meter}`);
  const { kept } = await ingestContent(content(17), { keep: true });
  const { constants = {}, header = [] } = kept?.upload ?? {};
  const spec = kept?.dataset.spec;
  expect(constants).toEqual({ meter: '17' });
  const extras = {
    specSource: 'inferred' as const,
    knownColumns: { ...known, header, constants },
    ...(spec && { spec }),
  };
  expect(await rejectionOf(content(18), extras)).toMatchObject({
    code: 'SERIES_DIFFER',
    place: { column: 'meter', value: '18' },
  });
  expect((await ingestContent(content(17), extras)).rows).toHaveLength(24);
});

test('another unit, below the header or beside the numbers, is refused, and converted where the spec names one', async () => {
  const below = (unit: string): string =>
    `time,load\n,${unit}\n${hours.map((time, index) => `${time},${index}\n`).join('')}`;
  const beside = (unit: string, factor = 1): string =>
    fileOf('time,load', (index) => `${(index + 5) * factor}${unit}`);
  for (const [content, units] of [
    [below, ['kW', 'MW']],
    [beside, [' kW', ' W', '']],
    [beside, ['', ' %']],
  ] as const) {
    const [usual, ...others] = units;
    const { kept } = await ingestContent(content(usual), { keep: true });
    const { constants = {}, header = [] } = kept?.upload ?? {};
    expect(kept?.upload.units).toEqual({ load: usual.trim() });
    const found = kept?.dataset.spec;
    const knownColumns = { ...known, header, constants, units: { load: [usual.trim()] } };
    const extras = { specSource: 'inferred' as const, knownColumns, ...(found && { spec: found }) };
    expect((await ingestContent(content(usual), extras)).rows).toHaveLength(24);
    for (const other of others)
      expect(await rejectionOf(content(other), extras)).toMatchObject({
        code: 'UNITS_DIFFER',
        place: { column: 'load' },
      });
  }
  const declared = {
    spec: { ...spec, values: { load: { unit: 'kW' } } },
    knownColumns: { ...known, units: { load: ['kW'] } },
  };
  const { rows, receipt } = await ingestContent(beside(' W', 1000), declared);
  expect(rows[0]?.at(-1)).toBe(5);
  expect(receipt.warnings.join()).not.toContain('joined as one');
  expect((await ingestContent(beside(''), declared)).receipt.warnings.join()).toContain('no unit');
});

test('dates that could be day first or month first are read as the uploads before were, or refused', async () => {
  const content = fileOf('time,load', String).replaceAll(/2024-01-02T(\d\d:\d\d):00Z/g, '03/02/2024 $1');
  const by = (...timeFormats: string[]) => ({
    spec,
    specSource: 'inferred' as const,
    knownColumns: { ...known, timeFormats },
  });
  const monthFirst = await ingestContent(content, by('%m/%d/%Y %H:%M'));
  expect(monthFirst.rows[0]?.[0]).toBe('2024-03-02T00:00:00.000Z');
  expect(monthFirst.receipt.evidence).toContainEqual(
    expect.objectContaining({ decision: '%m/%d/%Y %H:%M', key: 'time.format' }),
  );
  const dayFirst = await ingestContent(content, by('iso', '%d/%m/%Y %H:%M'));
  expect(dayFirst.rows[0]?.[0]).toBe('2024-02-03T00:00:00.000Z');
  const refused = await rejectionOf(content, by('iso'));
  expect(refused).toMatchObject({ code: 'FILE_AMBIGUOUS', place: { column: 'time' } });
  const format = /for example (.*)$/.exec(refused.remedy)?.[1] ?? '';
  const declared = { ...spec, time: { column: 'time', format } };
  expect((await ingestContent(content, { ...by('iso'), spec: declared })).rows).toHaveLength(24);
});

test('how a further file writes no reading is found out from itself', async () => {
  const content = fileOf('time,load', (index) =>
    index % 6 === 3 ? '-999' : index % 8 === 5 ? 'n/e' : `${index}`,
  );
  const extras = { spec, specSource: 'inferred' as const, knownColumns: known };
  const { rows, receipt, kept } = await ingestContent(content, { ...extras, keep: true });
  expect(rows.map((row) => row.at(-1))).not.toContain(-999);
  expect(receipt.rows.refused).toBe(0);
  expect(receipt.evidence.find(({ key }) => key === 'values.load.missing')?.decision).toContain('-999');
  // The dataset's spec stays that of the first file, so that readings can be joined.
  expect(kept?.dataset.spec.values.load).toEqual(
    (await ingestContent(fileOf('time,load', String), { spec, keep: true })).kept?.dataset.spec.values.load,
  );
  // Of posted readings, what was none is no cell.
  const posted = await ingestContent(content.replaceAll('n/e', ''), {
    ...extras,
    name: 'staging-directory/town/posted/20171201T045003120Z-9f2c41aa.json',
  });
  expect(posted.rows.map((row) => row.at(-1))).toContain(-999);
});

test('numbers that could have grouped thousands are read by the decimal sign of the uploads before, or refused', async () => {
  const content = fileOf('time;load', (index) => `1.${String(index).padStart(3, '0')}`).replaceAll(
    'Z,',
    'Z;',
  );
  const by = (...decimals: string[]) => ({
    spec,
    specSource: 'inferred' as const,
    knownColumns: { ...known, decimals },
  });
  expect((await ingestContent(content, by('.'))).rows[5]?.at(-1)).toBe(1.005);
  const refused = await rejectionOf(content, by(','));
  expect(refused).toMatchObject({ code: 'FILE_AMBIGUOUS', place: { column: 'load' } });
  for (const [file, number] of [
    [{ decimal: '.' as const }, 1.005],
    [{ thousands: '.' as const }, 1005],
  ] as const)
    expect((await ingestContent(content, { ...by(','), spec: { ...spec, file } })).rows[5]?.at(-1)).toBe(
      number,
    );
});
