import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { Preview, type SpecEdit } from '@wattline/api';
import { pieceRanges } from '@wattline/engine/sample-ranges';
import { expect, onTestFinished, test } from 'vitest';
import { openPreviewReader } from '../preview/open-preview-reader.ts';
import { previewPart } from '../preview/preview-part.ts';
import { openTestStatus, type TestStatus } from '../testing/open-test-status.ts';
import { readings } from '../testing/readings.ts';

const open = (): Promise<TestStatus> => openTestStatus({ stages: [] });

interface Rest {
  readonly bytes?: number;
  readonly pieces?: Uint8Array;
  readonly edits?: readonly SpecEdit[];
}

const preview = (
  { app }: TestStatus,
  bytes: string | Uint8Array,
  name: string,
  spec?: string,
  { bytes: size, pieces, edits }: Rest = {},
) => {
  const form = new FormData();
  if (size !== undefined) form.set('bytes', String(size));
  if (pieces !== undefined) form.set('pieces', new Blob([new Uint8Array(pieces)]));
  if (edits !== undefined) form.set('edits', JSON.stringify(edits));
  form.set('file', new Blob([typeof bytes === 'string' ? bytes : new Uint8Array(bytes)]), name);
  form.set('name', name);
  if (spec !== undefined) form.set('spec', spec);
  return app.request('/api/v1/previews', { method: 'POST', body: form });
};

const codeOf = async (response: Response): Promise<[number, string]> => [
  response.status,
  ((await response.json()) as { code: string }).code,
];

const everything = async ({ backend }: TestStatus): Promise<string[]> => {
  const keys: string[] = [];
  for (const store of Object.values(backend.stores))
    for await (const { key } of store.list('')) keys.push(key);
  const left = await readdir(join(backend.scratch, 'previews')).catch(() => []);
  return [...keys, ...left];
};

test('the first part of a file, packed or not: its spec and its first features, and nothing stays', async () => {
  const status = await open();
  const text = readings({ days: 30, meters: ['a', '<b>', '=c'] });
  const cut = text.slice(0, 30_005);
  for (const [bytes, name] of [
    [cut, 'meters.csv'],
    [gzipSync(text).subarray(0, 6_000), 'meters.csv.gz'],
  ] as const) {
    const response = await preview(status, bytes, name);
    const found = (await response.json()) as Preview;
    expect([response.status, found]).toMatchObject([200, { rowsRefused: 0, reasons: {} }]);
    expect(found.rowsRead).toBeGreaterThan(500);
    expect(found.spec).toMatch(/^entity: meter$/m);
    expect(found.columns).toContainEqual(
      expect.objectContaining({ name: 'load', kind: 'numeric', role: 'value', aggregate: ['mean'] }),
    );
    expect(found.features.columns).toEqual(expect.arrayContaining(['event_timestamp', 'meter', 'load_mean']));
    expect(found.features.rows[0]?.slice(0, 2)).toEqual(['2026-01-05T00:00:00.000Z', expect.any(String)]);
    expect(found.features.rows.length).toBeGreaterThan(5);
  }
  expect(await everything(status)).toEqual([]);
});

test('a spec that is given is worked by and given back', async () => {
  const status = await open();
  const spec =
    'time: { column: time }\nentity: meter\nvalues: { load: {} }\ninterval: 3h\nlags: { by: [3h] }\nrolling: { windows: [] }\n';
  const found = (await (await preview(status, readings(), 'a.csv', spec)).json()) as Preview;
  expect(found.spec).toBe(spec);
  expect(found.features.rows[1]?.[0]).toBe('2026-01-05T03:00:00.000Z');
  const wrong = await preview(status, readings(), 'a.csv', 'time: {}\n');
  expect(await codeOf(wrong)).toEqual([422, 'SPEC_INVALID']);
});

test('a file that is no table, or too large, is refused with a remedy', async () => {
  const status = await open();
  const cases: [string | Uint8Array, string, [number, string]][] = [
    [new Uint8Array(5_000), 'a.csv', [422, 'FILE_NOT_TABULAR']],
    ['PAR1 and more', 'a.parquet', [422, 'PREVIEW_NEEDS_FILE']],
    ['PAR1\0\0\0\0PAR1', 'a.parquet', [422, 'PARQUET_CORRUPT']],
    [new Uint8Array(16 * 2 ** 20 + 1), 'a.csv', [413, 'PREVIEW_TOO_LARGE']],
    [new Uint8Array(19 * 2 ** 20), 'a.csv', [413, 'BODY_TOO_LARGE']],
  ];
  for (const [bytes, name, wanted] of cases)
    expect([name, await codeOf(await preview(status, bytes, name))]).toEqual([name, wanted]);
  // A packed file that would not end is read so far and no farther.
  const bomb = await preview(status, gzipSync(Buffer.alloc(300_000_000, 'a,b\n')), 'a.csv.gz');
  expect((await codeOf(bomb))[0]).toBe(422);
  const none = await status.app.request('/api/v1/previews', { method: 'POST', body: new FormData() });
  expect(await codeOf(none)).toEqual([400, 'REQUEST_INVALID']);
  expect(await everything(status)).toEqual([]);
});

test('only so many at once, and a few wait; the others are refused for now', async () => {
  const status = await open();
  const all = await Promise.all(Array.from({ length: 9 }, () => preview(status, readings(), 'a.csv')));
  const codes = all.map((response) => response.status).toSorted();
  expect(codes).toEqual([...Array(6).fill(200), 503, 503, 503]);
  for (const response of all)
    if (response.status === 503) {
      expect(response.headers.get('retry-after')).toMatch(/^\d+$/);
      expect(await codeOf(response)).toEqual([503, 'PREVIEWS_BUSY']);
    }
  expect((await preview(status, readings(), 'a.csv')).status).toBe(200);
});

test('a look that takes too long is ended, and its process with it', async () => {
  const { backend } = await open();
  const scratch = join(backend.scratch, 'previews');
  const head = Buffer.from(readings());
  const reader = openPreviewReader(1);
  onTestFinished(() => reader.close());
  const preview = previewPart({ head, name: 'a.csv' }, { scratch, reader, limits: { timeMs: 1 } });
  await expect(preview).rejects.toMatchObject({ code: 'PREVIEW_FAILED', place: { file: 'a.csv' } });
  expect(await readdir(scratch)).toEqual([]);
});

const found = async (response: Response): Promise<Preview> => {
  expect(response.status).toBe(200);
  return Preview.parse(await response.json());
};

/** One day, the third of April or the fourth of March; the same times in two columns. */
const eitherWay = (): string => {
  const rows = Array.from(
    { length: 24 },
    (_, hour) => `03/04/2026 ${String(hour).padStart(2, '0')}:00,${hour + 0.5},on`,
  );
  return ['time,load,state', ...rows, ''].join('\n');
};

test('what the file leaves open is asked, with what speaks for each answer; an answer settles it', async () => {
  const status = await open();
  const text = eitherWay();
  const whole = { bytes: text.length };
  const asked = await found(await preview(status, text, 'a.csv', undefined, whole));
  expect(asked).toMatchObject({ decidedFrom: 'whole', rowsRead: 24 });
  expect(asked.questions).toEqual([
    expect.objectContaining({
      key: 'time.format',
      choices: [
        {
          label: '%d/%m/%Y %H:%M',
          edits: [{ path: ['time', 'format'], value: '%d/%m/%Y %H:%M' }],
          gives: ['2026-04-03 00:00 to 2026-04-03 23:00, a reading every 1h'],
          fits: true,
        },
        expect.objectContaining({ gives: ['2026-03-04 00:00 to 2026-03-04 23:00, a reading every 1h'] }),
      ],
    }),
  ]);
  const edits = asked.questions[0]?.choices[1]?.edits ?? [];
  const settled = await found(await preview(status, text, 'a.csv', undefined, { ...whole, edits }));
  expect(settled.questions).toEqual([]);
  expect(settled.readings.rows[0]).toEqual(['2026-03-04T00:00:00.000Z', 0.5]);
  expect(settled.spec).toContain('%m/%d/%Y');

  // Another change answers nothing.
  const other: SpecEdit[] = [{ path: ['time', 'zone'], value: 'Europe/Berlin' }];
  const still = await found(await preview(status, text, 'a.csv', undefined, { ...whole, edits: other }));
  expect(still.questions).toHaveLength(1);
  expect(still.settings?.zone).toBe('Europe/Berlin');
});

test('a changed role is read again; a category has the words of its column', async () => {
  const status = await open();
  const text = readings({ days: 3, meters: ['a', 'b'] });
  const whole = { bytes: text.length };
  const edits: SpecEdit[] = [{ column: 'meter', role: 'category' }];
  const changed = await found(await preview(status, text, 'a.csv', undefined, { ...whole, edits }));
  expect(changed.columns).toContainEqual(expect.objectContaining({ name: 'meter', role: 'category' }));
  expect(changed.spec).toContain('vocabulary: [a, b]');
  // Two series as one contradict each other: what distinguishes them is found by trying.
  expect(changed.error?.code).toBe('CONFLICTS_TOO_MANY');
  expect(changed.error?.remedies[0]).toMatchObject({
    edits: [{ column: 'meter', role: 'entity' }],
    gives: expect.arrayContaining(['2 series']),
  });
});

test('a file that cannot be read shows its rows and remedies that were tried', async () => {
  const status = await open();
  const rows = Array.from({ length: 40 }, (_, i) => `${1_767_225_600 + i * 3_600}.0e0,${i}.5,x`);
  const text = ['moment,load,note', ...rows, ''].join('\n');
  const spec = 'time: { column: moment, format: iso }\nvalues: { load: {} }\n';
  const refused = await found(await preview(status, text, 'a.csv', spec, { bytes: text.length }));
  expect(refused.file.rows[0]).toEqual(['1767225600.0e0', '0.5', 'x']);
  expect(refused.error).toMatchObject({ code: 'TIME_UNREADABLE' });
  const remedy = refused.error?.remedies.find(({ label }) => label.includes('epoch-seconds'));
  expect(remedy?.gives[0]).toBe('2026-01-01 00:00 to 2026-01-02 15:00, a reading every 1h');
  const edits = remedy?.edits ?? [];
  const mended = await found(await preview(status, text, 'a.csv', spec, { bytes: text.length, edits }));
  expect([mended.error, mended.rowsRead]).toEqual([undefined, 40]);

  const none = await found(await preview(status, 'what,how\nbread,2\nmilk,1\n', 'a.csv'));
  expect(none.error?.code).toBe('TIME_COLUMN_NOT_FOUND');
  const [attributes] = none.error?.remedies ?? [];
  expect(attributes).toMatchObject({
    label: "no times: a row for each 'what'",
    gives: ['2 rows of no time, one for each entity'],
  });
  const table = await found(
    await preview(status, 'what,how\nbread,2\nmilk,1\n', 'a.csv', undefined, {
      bytes: 24,
      edits: attributes?.edits ?? [],
    }),
  );
  expect([table.error, table.rowsRead]).toEqual([undefined, 2]);
  expect(table.spec).toBe('time: none\nentity: what\n');
  expect(table.columns.map(({ name, role }) => [name, role])).toEqual([
    ['what', 'entity'],
    ['how', 'value'],
  ]);
  expect(none.columns.map(({ name, role }) => [name, role])).toEqual([
    ['what', 'ignored'],
    ['how', 'value'],
  ]);
});

test('a remedy that would make a series of each row is none', async () => {
  const status = await open();
  const rows = Array.from({ length: 96 }, (_, i) => {
    const at = new Date(Date.UTC(2026, 0, 1, Math.floor(i / 2))).toISOString();
    return `${at},n${i},${i % 2 === 0 ? 'up' : 'down'},${i}.5`;
  });
  const text = ['time,note,place,load', ...rows, ''].join('\n');
  const edits: SpecEdit[] = [{ column: 'place', role: 'ignored' }];
  const refused = await found(await preview(status, text, 'a.csv', undefined, { bytes: text.length, edits }));
  const offered = refused.error?.remedies.map(({ label }) => label);
  expect(offered).toContain("'place' identifies the series");
  expect(offered).not.toContain("'note' identifies the series");
});

/** Days up to 12 for the first 700 KB, days up to 28 beyond. */
const provenLate = (): Buffer => {
  const rows: string[] = ['time,load'];
  for (let day = 1; day <= 28; day += 1)
    for (let minute = 0; minute < 1_440; minute += 1) {
      const clock = `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`;
      rows.push(`${String(day).padStart(2, '0')}/02/2026 ${clock},${minute}.125`);
    }
  return Buffer.from(`${rows.join('\n')}\n`);
};

test('with its pieces, the first part of a large file is decided as the whole of it is', async () => {
  const status = await open();
  const file = provenLate();
  const head = file.subarray(0, 300_000);
  const pieces = Buffer.concat(pieceRanges(file.length).map(({ start, end }) => file.subarray(start, end)));
  const sampled = await found(
    await preview(status, head, 'a.csv', undefined, { bytes: file.length, pieces }),
  );
  const whole = await found(await preview(status, file, 'a.csv', undefined, { bytes: file.length }));
  expect([sampled.decidedFrom, whole.decidedFrom]).toEqual(['sample', 'whole']);
  expect(sampled.evidence).toEqual(whole.evidence);
  expect([sampled.questions, whole.questions]).toEqual([[], []]);
  expect(sampled.settings).toEqual(whole.settings);
  expect(sampled.rowsRead).toBeLessThan(whole.rowsRead);
  const part = await found(await preview(status, head, 'a.csv', undefined, { bytes: file.length }));
  expect(part.decidedFrom).toBe('part');
  const wrong = await preview(status, head, 'a.csv', undefined, {
    bytes: file.length,
    pieces: pieces.subarray(1),
  });
  expect(await codeOf(wrong)).toEqual([400, 'PREVIEW_PIECES_WRONG']);
  const time = (hour: number): string => new Date(Date.UTC(2022, 0, 1, hour)).toISOString();
  const json = Buffer.from(
    JSON.stringify(Array.from({ length: 9_000 }, (_, hour) => ({ time: time(hour), load: hour }))),
  );
  const cut = { bytes: json.length, pieces: Buffer.alloc(16) };
  const none = await preview(status, json.subarray(0, 100_000), 'a.json', undefined, cut);
  expect(await codeOf(none)).toEqual([422, 'PREVIEW_NEEDS_FILE']);
  expect(await found(await preview(status, json, 'a.json'))).toMatchObject({ rowsRefused: 0, questions: [] });
  const vast = await preview(status, head, 'a.csv', undefined, { bytes: 2 ** 50, pieces });
  expect(await codeOf(vast)).toEqual([413, 'UPLOAD_TOO_LARGE']);
  const packed = await found(
    await preview(status, gzipSync(file), 'a.csv.gz', undefined, { bytes: gzipSync(file).length }),
  );
  expect([packed.decidedFrom, packed.rowsRead]).toEqual(['whole', whole.rowsRead]);
});
