import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sha256 } from '@wattline/hash';
import type { SpecInput } from '@wattline/spec';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ingestContent } from '../testing/ingest-text.ts';
import { joinUploads, type UploadReadings } from './join-uploads.ts';
import type { Deleted, DeletedRows } from './layers.ts';
import { surveyDeletion } from './survey-deletion.ts';

const hour = (index: number): string => new Date(Date.UTC(2024, 0, 1, index)).toISOString().slice(0, 16);

/** One reading as a line of a file. */
interface Row {
  readonly hour: number;
  readonly meter: number;
  readonly load: number | null;
}

const textOf = (rows: readonly Row[]): string =>
  `t,meter,load\n${rows.map((row) => `${hour(row.hour)},m${row.meter},${row.load ?? ''}\n`).join('')}`;

const spec: SpecInput = {
  time: { column: 't' },
  entity: 'meter',
  values: { load: {} },
  quarantine: { maxFraction: 1 },
};

const nothingKnown = {
  timeFormats: [],
  decimals: ['.'],
  header: ['t', 'meter', 'load', 'extra'],
  constants: {},
  units: {},
  added: { values: {}, categories: {} },
};

const keep = async (content: string, own: SpecInput = spec) => {
  const { kept, ...found } = await ingestContent(content, {
    spec: own,
    keep: true,
    knownColumns: nothingKnown,
  });
  if (kept === undefined) throw new Error('nothing was kept');
  const upload: UploadReadings = {
    ...kept.upload,
    is: 'other',
    readings: kept.upload.readings.map((file) => ({ ...file, sha256: sha256(readFileSync(file.path)) })),
  };
  return { dataset: kept.dataset, upload, ...found };
};
type Kept = Awaited<ReturnType<typeof keep>>;

const filesOf = (readings: Kept['readings']) =>
  readings.map(({ bucket, rows, path }) => ({ bucket, rows, sha256: sha256(readFileSync(path)) }));

const joined = async (first: Kept, ...others: (Kept | DeletedRows)[]) => {
  const { plan, readings } = await joinUploads({
    dataset: first.dataset,
    name: 'file.csv',
    layers: [first, ...others].map((one) => ('upload' in one ? one.upload : one)),
    folder: mkdtempSync(join(tmpdir(), 'wattline-join-')),
  });
  return { plan, files: filesOf(readings) };
};

const Rows = fc.uniqueArray(
  fc.record({
    hour: fc.nat(60),
    meter: fc.nat(3),
    load: fc.option(fc.integer({ min: 0, max: 99 }), { freq: 9 }),
  }),
  { minLength: 4, maxLength: 60, selector: (row) => `${row.hour} ${row.meter}` },
);

const kinds = [
  {},
  { kind: 'register' },
  { kind: 'total' },
] as const satisfies readonly SpecInput['values'][string][];

const days: Row[] = Array.from({ length: 90 }, (_, index) => ({
  hour: Math.floor(index / 3),
  meter: index % 3,
  load: index,
}));

test('a dataset of one upload is what the upload alone gives', async () => {
  for (const load of kinds) {
    const one = await keep(textOf(days), { ...spec, values: { load } });
    expect(await joined(one)).toEqual({ plan: one.plan, files: filesOf(one.readings) });
  }
});

test('uploads together give what their rows give in one file, the last reading of each cell', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(Rows, { minLength: 2, maxLength: 4 }),
      fc.constantFrom(...kinds),
      fc.constantFrom('keep' as const, 'erase' as const),
      async (files, load, emptyCells) => {
        const own: SpecInput = { ...spec, values: { load }, emptyCells };
        const cells = new Map<string, Row>();
        for (const row of files.flat()) {
          const key = `${row.hour} ${row.meter}`;
          const before = emptyCells === 'keep' ? cells.get(key)?.load : null;
          cells.set(key, { ...row, load: row.load ?? before ?? null });
        }
        const whole = await keep(textOf([...cells.values()]), own);
        const [first, ...others] = await Promise.all(files.map((rows) => keep(textOf(rows), own)));
        if (first === undefined) return;
        const together = await joined(first, ...others);
        const { content: _, version: __, ...plan } = together.plan;
        const { content: ___, version: ____, ...expected } = whole.plan;
        expect(plan).toEqual({ ...expected, spec: { ...expected.spec, time: plan.spec.time } });
        expect(plan.spec.time).toEqual({ ...expected.spec.time, format: plan.spec.time.format });
        expect(together.files).toEqual(filesOf(whole.readings));
      },
    ),
    { numRuns: 25, interruptAfterTimeLimit: 60_000 },
  );
});

test('a deletion takes what it names out of the uploads before it, and nothing of those after it', async () => {
  const at = (index: number) => Date.parse(`${hour(index)}Z`);
  await fc.assert(
    fc.asyncProperty(
      Rows,
      Rows,
      fc.record({ meter: fc.option(fc.nat(3), { nil: undefined }), span: fc.tuple(fc.nat(60), fc.nat(30)) }),
      async (before, after, { meter, span: [from, length] }) => {
        const isOut = (row: Row) =>
          (meter === undefined || row.meter === meter) && row.hour >= from && row.hour < from + length;
        const cells = new Map(before.map((row) => [`${row.hour} ${row.meter}`, row]));
        const out = before.filter(isOut);
        for (const row of out) cells.delete(`${row.hour} ${row.meter}`);
        for (const row of after) {
          const key = `${row.hour} ${row.meter}`;
          cells.set(key, { ...row, load: row.load ?? cells.get(key)?.load ?? null });
        }
        const deletes: Deleted = {
          fromMs: at(from),
          toMs: at(from + length),
          ...(meter !== undefined && { entity: `m${meter}` }),
        };
        const one = await keep(textOf(before));
        const together = await joined(one, { deletes }, await keep(textOf(after)));
        const { rows } = await surveyDeletion(one.dataset.spec, [one.upload], deletes);
        expect(rows).toBe(out.length);
        expect(together.files).toEqual(filesOf((await keep(textOf([...cells.values()]))).readings));
      },
    ),
    { numRuns: 15, interruptAfterTimeLimit: 60_000 },
  );
});

test('a deletion of nothing is told what there is instead', async () => {
  const { dataset, upload } = await keep(textOf(days));
  const survey = (deletes: Deleted, ...before: DeletedRows[]) =>
    surveyDeletion(dataset.spec, [upload, ...before], deletes);
  expect(await survey({ entity: 'm11' })).toEqual({ rows: 0, nearest: ['m1', 'm0', 'm2'] });
  const fromMs = Date.parse('2030-01-01');
  expect(await survey({ entity: 'm1', fromMs })).toEqual({
    rows: 0,
    from: '2024-01-01T00:00:00.000Z',
    to: '2024-01-02T05:00:00.000Z',
  });
  const until = { deletes: { toMs: Date.parse('2024-01-01T12:00Z') } };
  expect(await survey({ fromMs }, until)).toMatchObject({ from: '2024-01-01T12:00:00.000Z' });
  expect(await survey({ entity: 'm1' }, { deletes: { entity: 'm1' } })).toEqual({
    rows: 0,
    nearest: ['m0', 'm2'],
  });
});

test('a dataset of which everything is deleted is refused, and its remedy works', async () => {
  const one = await keep(textOf(days));
  await expect(joined(one, { deletes: {} })).rejects.toMatchObject({
    code: 'NOTHING_LEFT',
    remedy: expect.stringMatching(/upload the readings that are to take the place .* or delete less/),
  });
  const other = await keep(textOf([{ hour: 70, meter: 9, load: 1 }]));
  expect((await joined(one, { deletes: {} }, other)).files).toHaveLength(1);
  expect((await joined(one, { deletes: { entity: 'm1' } })).files.length).toBeGreaterThan(0);
});

test('an upload of which everything is deleted leaves the version as it was before it', async () => {
  const one = await keep(textOf(days));
  const other = await keep(textOf([{ hour: 70, meter: 9, load: 1 }]));
  const { plan } = await joined(one, other, { deletes: { entity: 'm9' } });
  expect(plan.version).toBe(one.plan.version);
});

test('the same readings are one version, however often and in whatever notation they are uploaded', async () => {
  const one = await keep(textOf(days));
  const otherwise = await keep(
    `load;meter;t\n${days.map((row) => `${row.load},0;m${row.meter};${hour(row.hour)}\n`).join('')}`,
  );
  const part = await keep(textOf(days.slice(30, 40)));
  for (const others of [[one], [otherwise], [part], [part, otherwise, one]])
    expect((await joined(one, ...others)).plan.version).toBe(one.plan.version);
  expect((await joined(part, one)).plan.version).toBe(one.plan.version);
  const other = await keep(textOf([{ hour: 5, meter: 1, load: 1234 }]));
  const changed = (await joined(one, other)).plan.version;
  expect(changed).not.toBe(one.plan.version);
  expect((await joined(part, one, other)).plan.version).toBe(changed);
});

test('a column that an upload lacks keeps its earlier readings, whatever empty cells do', async () => {
  for (const emptyCells of ['keep', 'erase'] as const) {
    const own: SpecInput = { ...spec, values: { load: {}, extra: {} }, emptyCells };
    const both = await keep(`t,meter,load,extra\n${hour(0)},m1,1,10\n${hour(1)},m1,2,20\n`, own);
    const lacking = await keep(`t,meter,load\n${hour(1)},m1,\n${hour(2)},m1,3\n`, own);
    const { files } = await joined(both, lacking);
    const expected = await keep(
      `t,meter,load,extra\n${hour(0)},m1,1,10\n${hour(1)},m1,${emptyCells === 'keep' ? 2 : ''},20\n${hour(2)},m1,3,\n`,
      own,
    );
    expect(files).toEqual(filesOf(expected.readings));
  }
});

describe('an upload that differs from the others', () => {
  const inferred = { time: { column: 't' }, entity: 'meter', values: { load: {} } } satisfies SpecInput;
  const otherwise = (by: number, from = 0): Row[] =>
    days.slice(from).map((row) => ({ ...row, load: (row.load ?? 0) + by }));
  const join2 = async (
    rows: readonly Row[],
    is: 'own' | 'same-file' = 'own',
    specSource: 'inferred' | 'file' = 'inferred',
  ) => {
    const [one, other] = [await keep(textOf(days), inferred), await keep(textOf(rows), inferred)];
    return joinUploads({
      dataset: { ...one.dataset, specSource },
      name: 'file.csv',
      layers: [
        { ...one.upload, is: is === 'own' ? 'other' : is },
        { ...other.upload, is: 'own' },
      ],
      folder: mkdtempSync(join(tmpdir(), 'wattline-join-')),
    });
  };

  test('in most of its readings and of theirs is another series, unless that is declared or it has their name', async () => {
    await expect(join2(otherwise(1))).rejects.toMatchObject({
      code: 'SERIES_DIFFER',
      place: { file: 'file.csv' },
    });
    expect((await join2(otherwise(1), 'own', 'file')).warnings.join()).toContain(
      '90 of 90 readings of file.csv',
    );
    expect((await join2(otherwise(1), 'same-file')).warnings.join()).not.toContain('differ');
  });

  test('in a part of them is a correction, and is reported', async () => {
    const { warnings } = await join2(otherwise(1, 60));
    expect(warnings.join()).toContain('30 of 30 readings of file.csv differ');
    expect((await join2(otherwise(0, 30))).warnings.join()).not.toContain('differ');
  });
});

test('readings that lie years apart in two uploads make no grid between them', async () => {
  const one = await keep(textOf(days));
  const old = await keep('t,meter,load\n1990-01-01T00:00,m1,3\n');
  await expect(joined(one, old)).rejects.toMatchObject({
    code: 'GRID_TOO_SPARSE',
    place: { file: 'file.csv' },
    message: expect.not.stringContaining('line'),
  });
});
