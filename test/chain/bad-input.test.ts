import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { Receipt } from '@wattline/worker';
import { expect, test } from 'vitest';
import { makeBackend, settled } from '../support/backend.ts';
import { startEngineWorkers } from '../support/engine-workers.ts';
import { makeFolder } from '../support/folder.ts';
import { uploadText } from '../support/upload.ts';

/** Hourly readings of two days, `time` and `load`, after which a case may put what it likes. */
const hours = (count = 48): string[] =>
  Array.from(
    { length: count },
    (_, hour) => `${new Date(Date.UTC(2026, 2, 1, hour)).toISOString().slice(0, 19)},${hour}.5`,
  );
const csv = (rows: readonly string[], header = 'time,load'): string => `${[header, ...rows].join('\n')}\n`;
const changed = (at: number, row: string): string[] => hours().with(at, row);
/** A gzip of a few kB members that unpack to more than a gigabyte of rows. */
const bomb = (): Buffer => {
  const rows = gzipSync('2026-03-01T00:00:00,1.5\n'.repeat(400_000), { level: 9 });
  return Buffer.concat([gzipSync('time,load\n'), ...Array.from({ length: 130 }, () => rows)]);
};

interface Case {
  readonly body: string | Uint8Array;
  readonly file?: string;
  readonly spec?: string;
  readonly rejected?: string;
  readonly accepted?: number;
  readonly refused?: Record<string, number>;
}

const cases: Record<string, Case> = {
  'an empty file': { body: '', rejected: 'FILE_EMPTY' },
  'a header and no row': { body: 'time,load\n', rejected: 'NO_ROWS' },
  'no time column': {
    body: csv(
      Array.from({ length: 48 }, (_, i) => `red,${i}.5`),
      'colour,load',
    ),
    rejected: 'TIME_COLUMN_NOT_FOUND',
  },
  'unreadable timestamps': {
    body: csv(hours().map((_, i) => `yesterday ${i},1`)),
    spec: 'time: { column: time }\nvalues: { load: {} }\n',
    rejected: 'TIME_UNREADABLE',
  },
  'a header named twice': {
    body: csv(
      hours().map((row) => `${row},1`),
      'time,load,load',
    ),
    accepted: 48,
  },
  'semicolons and decimal commas': {
    body: csv(hours(), 'time,load').replaceAll(',', ';').replaceAll('.5', ',5'),
    accepted: 48,
  },
  'UTF-16 with a byte order mark': { body: Buffer.from(`\uFEFF${csv(hours())}`, 'utf16le'), accepted: 48 },
  'Latin-1': { body: Buffer.from(csv(hours(), 'time,température'), 'latin1'), accepted: 48 },
  'a byte order mark': { body: `\uFEFF${csv(hours())}`, accepted: 48 },
  'carriage returns alone': { body: csv(hours()).replaceAll('\n', '\r'), accepted: 48 },
  'a short row': {
    body: csv(changed(7, '2026-03-01T07:00:00')),
    accepted: 47,
    refused: { ROW_TOO_SHORT: 1 },
  },
  'a long row': {
    body: csv(changed(7, '2026-03-01T07:00:00,1,2,3')),
    accepted: 47,
    refused: { ROW_TOO_LONG: 1 },
  },
  'a quote that is never closed': {
    body: csv(changed(7, '2026-03-01T07:00:00,"7')),
    rejected: 'QUOTE_UNCLOSED',
  },
  'text in a number column': {
    // The cell is lost, not the row, and a warning names it.
    body: csv(changed(7, '2026-03-01T07:00:00,abc')),
    accepted: 48,
  },
  'Infinity in a number column': {
    body: csv(changed(7, '2026-03-01T07:00:00,Infinity')),
    accepted: 47,
    refused: { NOT_FINITE: 1 },
  },
  'NaN is a missing marker': { body: csv(changed(7, '2026-03-01T07:00:00,NaN')), accepted: 48 },
  'NaN where the spec names no such marker': {
    body: csv(changed(7, '2026-03-01T07:00:00,NaN')),
    spec: 'time: { column: time }\nvalues: { load: {} }\nmissing: [""]\n',
    accepted: 47,
    refused: { NOT_FINITE: 1 },
  },
  'an integer above 2^53': {
    body: csv(changed(7, '2026-03-01T07:00:00,9007199254740993')),
    accepted: 47,
    refused: { NOT_REPRESENTABLE: 1 },
  },
  'identifiers such as 00123': {
    body: csv(
      hours().flatMap((row) => [`00123,${row}`, `00124,${row}`]),
      'meter,time,load',
    ),
    accepted: 96,
  },
  'mixed time formats': {
    body: csv(changed(7, '01/03/2026 07:00,7')),
    accepted: 47,
    refused: { TIME_UNREADABLE: 1 },
  },
  'more refused than the spec allows': {
    body: csv(hours().map((row, i) => (i % 2 ? row : row.replace(/,.*/, ',x')))),
    spec: 'time: { column: time }\nvalues: { load: {} }\n',
    rejected: 'REFUSED_TOO_MANY',
  },
  'a gzip bomb': {
    file: 'bomb.csv.gz',
    body: bomb(),
    rejected: 'GZIP_BOMB',
  },
  'a truncated gzip': {
    file: 'cut.csv.gz',
    body: gzipSync(csv(hours())).subarray(0, 60),
    rejected: 'GZIP_TRUNCATED',
  },
  'a zip archive under a .csv name': {
    body: Buffer.from('504b0304140000000800', 'hex'),
    rejected: 'ZIP_CORRUPT',
  },
  'binary under a .csv name': {
    body: Buffer.from(Array.from({ length: 4096 }, (_, i) => (i * 7919) % 256)),
    rejected: 'FILE_NOT_TABULAR',
  },
  'a truncated Parquet': {
    file: 'cut.parquet',
    body: Buffer.from('PAR1 and then nothing that ends well'),
    rejected: 'PARQUET_CORRUPT',
  },
  'a wrong spec': {
    body: csv(hours()),
    spec: 'time: { column: time }\nvalues: { load: {} }\nlags: { by: [4] }\n',
    rejected: 'SPEC_INVALID',
  },
  'a spec that is not YAML': { body: csv(hours()), spec: 'time: [unclosed\n', rejected: 'SPEC_NOT_YAML' },
  'a spec that names a column the file has not': {
    body: csv(hours()),
    spec: 'time: { column: time }\nvalues: { laod: {} }\n',
    rejected: 'COLUMN_MISSING',
  },
};

const readings = (receipt: Receipt) =>
  receipt.ingested as { rows: { accepted: number; refused: number }; reasons: Record<string, number> };

test('each bad file ends in a right result or in one error with code, place and remedy, and harms no other run', async () => {
  const backend = await makeBackend();
  await startEngineWorkers(backend);
  const named = Object.entries(cases);
  const runs = await Promise.all(
    named.map(([, { body, file = 'a.csv', spec }], index) =>
      uploadText(backend, `case-${index}/${file}`, body, spec),
    ),
  );
  const neighbour = await uploadText(backend, 'neighbour/a.csv', csv(hours()));
  const found: Record<string, unknown> = {};
  const wanted: Record<string, unknown> = {};
  for (const [index, [name, expected]] of named.entries()) {
    const receipt = await settled(backend, runs[index] ?? '');
    if (expected.rejected === undefined) {
      wanted[name] = { status: 'sealed', accepted: expected.accepted, reasons: expected.refused ?? {} };
      found[name] =
        receipt.status === 'sealed'
          ? {
              status: 'sealed',
              accepted: readings(receipt).rows.accepted,
              reasons: readings(receipt).reasons,
            }
          : receipt.error;
    } else {
      wanted[name] = { status: 'rejected', code: expected.rejected, isExplained: true };
      const { error, status, stages } = receipt;
      const attempts = stages.reduce((sum, stage) => sum + stage.attempts, 0);
      found[name] = {
        status,
        code: error?.code,
        isExplained:
          error !== undefined && error.remedy !== '' && error.place.file !== undefined && attempts === 1,
      };
    }
  }
  expect(found).toEqual(wanted);
  expect((await settled(backend, neighbour)).status).toBe('sealed');
});

test('keys with spaces, +, %, unicode and dots are names like any other', async () => {
  const backend = await makeBackend();
  await startEngineWorkers(backend);
  const names = [
    'a b/c d.csv',
    'a+b/c+d.csv',
    '100%/%41.csv',
    'Zähler ⚡/größe.csv',
    'v1..2/x..csv',
    '..hidden.csv/a.csv',
  ];
  for (const name of names) {
    const receipt = await settled(backend, await uploadText(backend, name, csv(hours())));
    expect(receipt).toMatchObject({ status: 'sealed', dataset: name.split('/')[0] });
  }
  await expect(uploadText(backend, '../outside.csv', csv(hours()))).rejects.toMatchObject({
    code: 'KEY_INVALID',
  });
});

test('Parquet with other types: types that can be cast without loss are, others are named', async () => {
  const backend = await makeBackend();
  await startEngineWorkers(backend);
  const { default: pl } = await import('nodejs-polars');
  const folder = await makeFolder();
  const times = hours().map((row) => row.slice(0, 19));
  const good = join(folder, 'good.parquet');
  pl.DataFrame({ time: times, meter: times.map((_, i) => i % 2), load: times.map((_, i) => i) })
    .withColumn(pl.col('load').cast(pl.Int32))
    .writeParquet(good);
  const receipt = await settled(
    backend,
    await uploadText(
      backend,
      'good/a.parquet',
      await readFile(good),
      'time: { column: time }\nentity: meter\nvalues: { load: {} }\n',
    ),
  );
  expect(receipt).toMatchObject({ status: 'sealed', ingested: { rows: { accepted: 48 } } });
  const bad = join(folder, 'bad.parquet');
  pl.DataFrame({ time: times, load: times.map(() => [1, 2]) }).writeParquet(bad);
  const rejected = await settled(
    backend,
    await uploadText(
      backend,
      'bad/a.parquet',
      await readFile(bad),
      'time: { column: time }\nvalues: { load: {} }\n',
    ),
  );
  expect(rejected).toMatchObject({
    status: 'rejected',
    error: { code: 'COLUMN_TYPE_UNFIT', place: { column: 'load' } },
  });
});
