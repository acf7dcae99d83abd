import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { missingOf } from '@wattline/cells';
import { Spec } from '@wattline/spec';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Chunk } from './formats/csv/chunks.ts';
import type { Context } from './read/context.ts';
import { createEntities } from './read/entities.ts';
import { layoutOf } from './read/layout.ts';
import { openChunk, readChunk } from './read/read-chunk.ts';
import { ingestContent, scratchFolder } from './testing/ingest-text.ts';

const missing = ['', 'NA', '-'];

const goodNumber = fc.oneof(
  fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e15, max: 1e15 }).map(String),
  fc.integer().map(String),
  fc.constantFrom('NA', '', '+5', '.5', '5.', '1e3', ' 7', '-0', '-'),
);
const minute = fc.integer({ min: 0, max: 500_000 });
const iso = minute.map((at) =>
  new Date(Date.UTC(2020, 0, 1) + at * 60_000).toISOString().slice(0, 19).replace('T', ' '),
);
const goodRow = fc.tuple(
  fc.constantFrom('a', 'b', '007', ' c ', 'é'),
  iso,
  goodNumber,
  fc.constantFrom('x', 'y', '', ' z', 'NA'),
  goodNumber,
);

const context = (bounds: object): Context => {
  const spec = Spec.parse({
    time: { column: 't', zone: 'Europe/Paris' },
    entity: 'e',
    values: { v: { truncate: true }, w: bounds },
    categories: { k: { vocabulary: ['x'] } },
    missing,
  });
  return {
    layout: layoutOf(spec, ['e', 't', 'v', 'k', 'w'], 'input.csv'),
    time: { format: 'iso', periods: [], hoursFromOne: false, zoned: spec.time, clock: 'instant' },
    reordered: false,
    entities: createEntities(4, missingOf(missing)),
  };
};
const chunkOf = (rows: readonly (readonly string[])[]): Chunk => ({
  // Each line ends: a chunk is never empty.
  bytes: Buffer.from(rows.map((row) => `${row.join(',')}\n`).join('')),
  separator: ',',
  breaks: 0,
  release: () => undefined,
});

describe('the quick way and the careful way', () => {
  test('read good rows alike', async () => {
    let quick = 0;
    const using = context({});
    await fc.assert(
      fc.asyncProperty(fc.array(goodRow, { minLength: 1, maxLength: 30 }), async (rows) => {
        const opened = openChunk(chunkOf(rows), using);
        quick += opened.typed === undefined ? 0 : 1;
        const a = await readChunk(opened, 2, using);
        const b = await readChunk({ ...opened, typed: undefined }, 2, using);
        expect(a.refused?.rows() ?? []).toEqual([]);
        expect(b.refused?.rows() ?? []).toEqual([]);
        expect(a.rows.columns).toEqual(b.rows.columns);
        expect(a.rows.dtypes.map(String)).toEqual(b.rows.dtypes.map(String));
        expect(a.rows.rows()).toEqual(b.rows.rows());
      }),
      { numRuns: 40 },
    );
    expect(quick).toBeGreaterThan(20);
  });

  test('agree on rows of any kind', async () => {
    const using = context({ min: -500, max: 500 });
    const any = fc.oneof(
      { weight: 5, arbitrary: goodRow.map((row): string[] => [...row]) },
      {
        weight: 1,
        arbitrary: fc
          .tuple(
            fc.constantFrom('a', '', 'NA'),
            fc.constantFrom(
              '2020-01-01 00:00:00',
              'x',
              '',
              '2020-03-29 02:30:00',
              '2020-01-01',
              '2020-01-01T00:00Z',
            ),
            fc.constantFrom('1', 'x', 'inf', '9007199254740993', '1e999', 'nan'),
            fc.constantFrom('x', ''),
            fc.constantFrom('1', '1000', '-1000', '', 'x'),
          )
          .map((row): string[] => [...row]),
      },
      { weight: 1, arbitrary: fc.array(fc.constantFrom('a', '1', ''), { minLength: 1, maxLength: 8 }) },
    );
    await fc.assert(
      fc.asyncProperty(fc.array(any, { minLength: 1, maxLength: 12 }), async (rows) => {
        const opened = openChunk(chunkOf(rows), using);
        const a = await readChunk(opened, 2, using);
        const b = await readChunk({ ...opened, typed: undefined }, 2, using);
        expect(a.rows.rows()).toEqual(b.rows.rows());
        expect(a.refused?.rows() ?? []).toEqual(b.refused?.rows() ?? []);
        expect(a.read).toBe(b.read);
      }),
      { numRuns: 40 },
    );
  });
});

test.each([
  [['', 'NaN'], 'NaN'],
  [['', '-999'], '-999'],
  [['', 'inf'], 'inf'],
  [['', 'NA'], 'NA'],
])('markers %j are no readings in any chunk', async (markers, marker) => {
  const rows = Array.from(
    { length: 40 },
    (_, row) => `${1_600_000_000 + row * 60},${row % 9 === 8 ? marker : row}`,
  );
  const spec = { time: { column: 't' }, values: { v: {} }, missing: markers };
  const { rows: read, receipt } = await ingestContent(`t,v\n${rows.join('\n')}\n`, { spec, chunkBytes: 64 });
  expect(read.map((row) => row[2])).toEqual(rows.map((_, row) => (row % 9 === 8 ? null : row)));
  expect(receipt.rows.refused).toBe(0);
});

describe('chunks', () => {
  const line = (row: number): string => {
    const at = new Date(Date.UTC(2020, 0, 1) + Math.floor(row / 3) * 600_000)
      .toISOString()
      .slice(0, 16)
      .replace('T', ' ');
    const note = row % 7 === 0 ? '"two\nlines, ""quoted"""' : row % 5 === 0 ? '"plain"' : 'word';
    return `m${row % 3},${at},${note},${row % 31 === 0 ? 'bad' : row}${row % 50 === 0 ? ',extra' : ''}`;
  };
  const lines = Array.from({ length: 400 }, (_, row) => line(row));
  const content = `e,t,k,v\r\n${[...lines, ...lines.slice(5, 20), line(100).replace(',100', ',-1')].join('\n')}\n`;
  const spec = {
    time: { column: 't' },
    entity: 'e',
    values: { v: {} },
    categories: { k: { vocabulary: ['word'] } },
    quarantine: { maxFraction: 0.2 },
  };

  test.each([777, 5000])('of %i bytes give what one chunk gives', async (chunkBytes) => {
    const whole = await ingestContent(content, { spec });
    const cut = await ingestContent(content, { spec, chunkBytes, maxCellsInMemory: 1000 });
    expect(whole.receipt.rows.refused).toBeGreaterThan(10);
    expect(whole.receipt.rows.exactDuplicates).toBeGreaterThan(5);
    expect(cut.receipt).toEqual(whole.receipt);
    expect(cut.rows).toEqual(whole.rows);
    expect(cut.refusals).toEqual(whole.refusals);
    expect(cut.plan).toEqual(whole.plan);
  });

  test('a chunk that fails fails the run', async () => {
    // The scratch folder cannot be made where a file is.
    const folder = scratchFolder();
    writeFileSync(join(folder, 'scratch'), '');
    const many = Array.from({ length: 9 }, (_, row) => `${1_600_000_000 + row},${row}`).join('\n');
    const failing = ingestContent(`t,v\n${many}\n`, {
      spec: { time: { column: 't' }, values: { v: {} } },
      folder,
      chunkBytes: 20,
      maxCellsInMemory: 10,
    });
    await expect(failing).rejects.toThrow(/exist|directory/i);
  });

  test('a cancelled run stops', async () => {
    await expect(
      ingestContent(content, { spec, chunkBytes: 300, signal: AbortSignal.abort() }),
    ).rejects.toThrow(/abort/i);
  });
});
