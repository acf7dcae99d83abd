import { isTimeless, parseSpec, Spec } from '@wattline/spec';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ingestContent, rejectionOf } from './testing/ingest-text.ts';

const spec = parseSpec('time: none\nentity: meter\n', { file: 'wattline.yaml' });
const meters = [
  'meter,floor_area_m2,building_type,year_built,address,region',
  'm1,120.5,office,1998,"1 Main St",north',
  'm2,80,school,2005,,south',
  'm3,,office,1971,"3 Main St",north',
  '',
].join('\n');

describe('a table of attributes', () => {
  test('has a row for each entity: numbers, years too, and words', async () => {
    const { plan, rows, columns, receipt } = await ingestContent(meters, { spec });
    expect(columns.slice(1)).toEqual([
      'meter',
      'floor_area_m2',
      'year_built',
      'building_type',
      'address',
      'region',
    ]);
    expect(rows.map((row) => row.slice(1)).sort()).toEqual([
      ['m1', 120.5, 1998, 'office', '1 Main St', 'north'],
      ['m2', 80, 2005, 'school', null, 'south'],
      ['m3', null, 1971, 'office', '3 Main St', 'north'],
    ]);
    expect(new Set(rows.map(([time]) => time))).toEqual(new Set(['1970-01-01T00:00:00.000Z']));
    expect(plan.spec.categories.building_type?.vocabulary).toEqual(['office', 'school']);
    // It can be read again as it was.
    expect(isTimeless(Spec.parse(JSON.parse(JSON.stringify(plan.spec))))).toBe(true);
    expect(receipt.warnings).toEqual([]);
  });

  test('may have words alone, many rows of them, and nothing but its entities in some', async () => {
    const lines = Array.from({ length: 3_000 }, (_, i) => `m${i},${i % 7 === 0 ? '' : `type ${i % 40}`}`);
    const { plan, rows } = await ingestContent(['meter,use', ...lines].join('\n'), { spec });
    expect(rows).toHaveLength(3_000);
    expect(plan.spec.categories.use?.vocabulary).toHaveLength(40);
  });

  test('leaves out names of each, and times', async () => {
    const lines = Array.from({ length: 60 }, (_, i) => `m${i},${i},Street ${i},2024-01-${(i % 28) + 1}`);
    const { plan, receipt } = await ingestContent(['meter,area,street,since', ...lines].join('\n'), { spec });
    expect([Object.keys(plan.spec.values), Object.keys(plan.spec.categories)]).toEqual([['area'], []]);
    expect(receipt.warnings).toEqual([
      expect.stringContaining("'street' is left out: it has more than 50 words (60)"),
      expect.stringContaining("'since' is left out: it has times"),
    ]);
  });

  test('refuses entities that have several rows, but for few', async () => {
    const twice = `${meters}m1,130,office,1998,,north\n`;
    expect(await rejectionOf(twice, { spec })).toMatchObject({
      code: 'CONFLICTS_TOO_MANY',
      message: expect.stringContaining("are of a 'meter' of which another row says something else"),
      place: { line: 2, column: 'meter', value: 'm1' },
    });
    const few = { ...spec, quarantine: { ...spec.quarantine, maxFraction: 0.5 } };
    const { rows, refusals } = await ingestContent(twice, { spec: few });
    expect(rows.find((row) => row[1] === 'm1')?.[2]).toBe(130);
    expect(refusals).toMatchObject([{ line: 2, column: 'meter', value: 'm1', code: 'CONFLICT_REPLACED' }]);
  });

  /** A row's cells behind its name: all there, or not. */
  const whole = '12.5,office,north';
  const scarce = '12.5,,';
  const named = (name: string, cells: string): string => `${name},${cells}`;

  const called = [
    'Max Planck Institute',
    'Median Park',
    'Count Basie Hall',
    'Total Wine Store',
    'Summe GmbH',
    'Maximilian',
    'Min. Agriculture',
    'End of Road Lodge',
    'kW',
    'region',
  ];

  test.each([
    [whole, 'm9,7,office,north'],
    [whole, 'm9,seven,office,north'],
    [scarce, 'm9,7,office,north'],
    [scarce, 'm9,seven,office,north'],
  ])('has entities of any name with %s, beside %s', async (cells, last) => {
    const rows = Array.from({ length: 30 }, (_, i) => `m${i + 10},${i},school,south`);
    const lines = ['meter,area,use,region', ...rows, ...called.map((name) => named(name, cells)), last];
    const { rows: found, receipt } = await ingestContent(lines.join('\n'), { spec });
    const others = found.map((row) => String(row[1])).filter((one) => !/^m\d+$/.test(one));
    expect(others.sort()).toEqual([...called].sort());
    expect(found.length + receipt.rows.refused).toBe(41);
    expect(receipt.warnings.filter((text) => text.includes('skipped'))).toEqual([]);
  });

  const odd = fc.constantFrom(
    named('Total', scarce),
    named('Total', whole),
    named('Mittelwert:', scarce),
    named('Sum area', scarce),
    named('Total (m2)', scarce),
    'Total',
    named('Median Park', scarce),
    named('#7 Hall', whole),
    '# paused',
    'Source: the city of 2024',
    'meter,area,use,region',
    ',m2,,',
    named('m2', whole),
    '---,---,---,---',
    '',
  );

  test('is read the same row by row, wherever a bad cell is and however it is parted', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(odd, { minLength: 1, maxLength: 6 }),
        fc.integer({ min: 40, max: 300 }),
        async (some, chunkBytes) => {
          const rows = Array.from({ length: 20 }, (_, i) => `m${i + 10},${i},school,south`);
          const read = async (last: string, extras = {}) => {
            const lines = ['meter,area,use,region', ',m2,,', ...rows, ...new Set(some), last];
            const lenientSpec = { ...spec, quarantine: { ...spec.quarantine, maxFraction: 1 } };
            const done = await ingestContent(lines.join('\n'), { spec: lenientSpec, ...extras });
            const named = done.rows.filter(([, name]) => name !== 'last').map((row) => row.slice(1));
            return { rows: named.sort(), warnings: done.receipt.warnings, read: done.receipt.rows.read };
          };
          const sound = await read('last,1,school,south');
          expect(await read('last,seven,school,south')).toEqual(sound);
          expect(await read('last,1,school,south', { chunkBytes })).toEqual(sound);
        },
      ),
      { numRuns: 6 },
    );
  });

  test('leaves out totals that lack what entities have, by name, and tells of those that do not', async () => {
    const { rows, receipt } = await ingestContent(
      `${meters}Total,200.5,,,,\nMittelwert:,100.25,,,,\nSum,1,office,1998,here,north\n`,
      { spec },
    );
    expect(rows.map((row) => row[1]).sort()).toEqual(['Sum', 'm1', 'm2', 'm3']);
    expect(receipt.warnings).toEqual([
      "lines that are no readings were skipped: 2 totals (the first on line 5: 'Total,200.5,,,,')",
      "'Sum' was read as an entity, and is called as a total is: where that is no 'meter', take its row out of the file",
    ]);
  });

  test('leaves out what the spec says are comments, else what has less than a row', async () => {
    const content = `${meters}#m4,1,office,1998,x,north\n# the end\n`;
    const names = async (file?: object) => {
      const { rows } = await ingestContent(content, { spec: { ...spec, ...(file && { file }) } });
      return rows.map((row) => row[1]).sort();
    };
    expect(await names()).toEqual(['#m4', 'm1', 'm2', 'm3']);
    expect(await names({ comment: '#' })).toEqual(['m1', 'm2', 'm3']);
  });

  test('is what a file without times seems to be', async () => {
    const remedy = expect.stringContaining('with time: none and entity: meter');
    expect(await rejectionOf(meters)).toMatchObject({ code: 'TIME_UNREADABLE', remedy });
    expect(await rejectionOf(meters.replace('year_', ''))).toMatchObject({
      code: 'TIME_COLUMN_NOT_FOUND',
      remedy,
    });
  });

  test('is read from JSON alike', async () => {
    const json = JSON.stringify([
      { meter: 'm1', area: 1.5, use: 'office' },
      { meter: 'm2', area: null, use: 'school' },
    ]);
    const { rows } = await ingestContent(json, { spec, name: 'meters.json' });
    expect(rows.map((row) => row.slice(1)).sort()).toEqual([
      ['m1', 1.5, 'office'],
      ['m2', null, 'school'],
    ]);
  });
});

describe('a further file', () => {
  const known = async (content: string) => {
    const { kept } = await ingestContent(content, { spec, keep: true });
    if (kept === undefined) throw new Error('nothing was kept');
    const { values, categories } = kept.dataset.spec;
    return {
      header: kept.upload.header,
      timeFormats: [],
      decimals: [],
      added: { values, categories },
      constants: kept.upload.constants,
      units: {},
    };
  };

  test('has the columns of the first, and words of its own', async () => {
    const knownColumns = await known(meters);
    const { plan, rows, kept } = await ingestContent('meter,building_type\nm4,mill\n', {
      spec,
      keep: true,
      knownColumns,
    });
    expect(rows).toHaveLength(1);
    expect(Object.keys(kept?.dataset.spec.values ?? {})).toEqual(['floor_area_m2', 'year_built']);
    expect(kept?.upload.vocabularies).toEqual({ building_type: ['mill'] });
    expect(plan.spec.categories.building_type?.vocabulary).toEqual(['mill']);
  });

  test('adds columns where the spec takes them', async () => {
    const knownColumns = await known(meters);
    const more = 'meter,heating,floors\nm1,gas,3\nm2,heat pump,2\n';
    expect(await rejectionOf(more, { spec, knownColumns })).toMatchObject({ code: 'COLUMNS_DIFFER' });
    const { kept } = await ingestContent(more, {
      spec: { ...spec, columns: 'add' },
      keep: true,
      knownColumns,
    });
    expect(kept?.upload.columns).toEqual(['floors', 'heating']);
    expect(kept?.upload.vocabularies).toEqual({ heating: ['gas', 'heat pump'] });
  });
});
