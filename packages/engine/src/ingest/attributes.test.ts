import { isTimeless, parseSpec, Spec, type SpecInput } from '@wattline/spec';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { RejectedError } from '../errors.ts';
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

  test('has the words of the whole file, and tells where they are very many', async () => {
    const declared: SpecInput = { ...spec, values: { area: {} }, columns: 'add' };
    const wordOf = (i: number): string => (i % 400 === 0 ? `z${i / 400}` : 'a');
    const lines = Array.from({ length: 28_000 }, (_, i) => `meter ${i},${i},${wordOf(i)}`);
    for (const by of [spec, declared]) {
      const { plan, receipt } = await ingestContent(['meter,area,use', ...lines].join('\n'), { spec: by });
      expect(plan.spec.categories.use?.vocabulary).toHaveLength(71);
      expect(receipt.warnings).toEqual([expect.stringContaining("column 'use' has 71 words")]);
    }
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

  test('leaves out nothing of what was posted', async () => {
    const rows = [
      { meter: 'm1', area: 1.5, use: 'office' },
      { meter: 'Total', area: 2 },
    ];
    const named = async (name: string) =>
      (await ingestContent(JSON.stringify(rows), { spec, name })).rows.map((row) => row[1]).sort();
    expect(await named('meters/rows.json')).toEqual(['m1']);
    expect(await named('staging-directory/meters/posted/20240101T000000000Z-0123abcd.json')).toEqual([
      'Total',
      'm1',
    ]);
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
  const known = async (content: string, by: SpecInput = spec) => {
    const { kept } = await ingestContent(content, { spec: by, keep: true });
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

  /** What two files make together, or why the second does not join, in both orders. */
  const inBothOrders = async (one: string, other: string, by: SpecInput) => {
    const found: unknown[] = [];
    for (const [first, second] of [
      [one, other],
      [other, one],
    ] as const) {
      const knownColumns = await known(first, by);
      const own = { spec: by, keep: true, knownColumns };
      try {
        const { kept } = await ingestContent(second, own);
        const { values = {}, categories = {} } = kept?.dataset.spec ?? {};
        found.push([Object.keys(values).sort(), Object.keys(categories).sort()]);
      } catch (error) {
        found.push(error instanceof RejectedError ? `${error.code} ${error.place.column}` : error);
      }
    }
    return found;
  };
  const declared = parseSpec('time: none\nentity: meter\nvalues: { area: {} }\ncolumns: add\n', {
    file: 'wattline.yaml',
  });
  const street = Array.from({ length: 60 }, (_, i) => `s${i},1,Street ${i}`).join('\n');

  test.each([
    ['words beside words', 'm1,1,office', 'm2,2,school', [['area'], ['use']]],
    ['numbers beside words', 'm1,1,office', 'm2,2,7', 'COLUMNS_DIFFER use'],
    ['very many words beside few', 'm1,1,office', street, 'COLUMNS_DIFFER use'],
  ])('with columns that join makes the same whichever comes first: %s', async (_, one, other, expected) => {
    const [first, second] = [`meter,area,use\n${one}`, `meter,area,use\n${other}`];
    for (const by of [declared, { ...spec, columns: 'add' as const }])
      expect(await inBothOrders(first, second, by)).toEqual([expected, expected]);
  });

  test('is refused where the dataset left out its column, and says how to have it', async () => {
    const knownColumns = await known('meter,area,use\nm1,1,\n', declared);
    expect(
      await rejectionOf('meter,area,use\nm2,2,office\n', { spec: declared, knownColumns }),
    ).toMatchObject({
      code: 'COLUMNS_DIFFER',
      place: { column: 'use' },
      remedy: expect.stringContaining('categories: { use: { vocabulary: […] } }'),
    });
    const named = { ...declared, categories: { use: { vocabulary: ['office'] } } };
    const { rows } = await ingestContent('meter,area,use\nm2,2,office\n', { spec: named, knownColumns });
    expect(rows).toMatchObject([{ 3: 'office' }]);
  });

  test('may have numbers among words that have some', async () => {
    const knownColumns = await known('meter,area,class\nm1,1,A\nm2,1,5\nm3,1,B\nm4,1,C', declared);
    const { rows } = await ingestContent('meter,area,class\nm9,2,7\n', { spec: declared, knownColumns });
    expect(rows).toMatchObject([{ 3: '7' }]);
  });

  test('tells which columns that join are left out', async () => {
    const { receipt, plan } = await ingestContent(`meter,area,street\n${street}`, { spec: declared });
    expect(Object.keys(plan.spec.categories)).toEqual([]);
    expect(receipt.warnings).toEqual([expect.stringContaining("'street' is left out: it has more than 50")]);
  });

  test('leaves out what the spec drops or names since', async () => {
    const knownColumns = await known(meters);
    for (const columns of ['refuse', 'add'] as const) {
      const { plan } = await ingestContent(meters, {
        spec: { ...spec, columns, drop: ['address', 'year_built'] },
        knownColumns,
      });
      expect(Object.keys(plan.spec.values)).toEqual(['floor_area_m2']);
      expect(Object.keys(plan.spec.categories)).toEqual(['building_type', 'region']);
      expect(Spec.safeParse(plan.spec).error).toBeUndefined();
    }
    const all = ['floor_area_m2', 'year_built', 'building_type', 'address', 'region'];
    expect(await rejectionOf(meters, { spec: { ...spec, drop: all }, knownColumns })).toMatchObject({
      code: 'NO_VALUE_COLUMN',
    });
    const named: SpecInput = {
      ...declared,
      values: { floor_area_m2: {} },
      categories: { year_built: { vocabulary: ['1998'] } },
    };
    const { plan } = await ingestContent(meters, { spec: named, knownColumns });
    expect(Object.keys(plan.spec.values)).toEqual(['floor_area_m2']);
    expect(plan.spec.categories.year_built?.vocabulary).toEqual(['1998']);
  });

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
