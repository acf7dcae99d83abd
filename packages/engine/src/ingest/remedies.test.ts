import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync, zstdCompressSync } from 'node:zlib';
import { isReasonCode } from '@wattline/cells';
import type { SpecInput } from '@wattline/spec';
import { zipSync } from 'fflate';
import pl from 'nodejs-polars';
import { expect, test } from 'vitest';
import writeExcelFile from 'write-excel-file/node';
import type { KnownColumns } from './inspect/further/columns-fit.ts';
import { inferSpec } from './inspect/infer-spec.ts';
import { ingestContent, rejectionOf } from './testing/ingest-text.ts';

interface Try {
  readonly content: string | Uint8Array;
  readonly spec?: SpecInput;
  /** `inferred`: found out from another file of the dataset. */
  readonly specSource?: 'inferred' | 'file';
  /** The dataset's uploads before. */
  readonly knownColumns?: KnownColumns;
}
interface Remedied {
  readonly refused: Try;
  /** What the remedy makes of it; each, where it offers several. */
  readonly mended: Try | readonly Try[];
}

const at = (row: number, minutes = 60): string =>
  new Date(Date.UTC(2022, 8, 5) + row * minutes * 60_000).toISOString();
const lines = (count: number, line: (row: number) => string, header = 'time,load'): string =>
  `${header}\n${Array.from({ length: count }, (_, row) => line(row)).join('\n')}\n`;
const plain = lines(48, (row) => `${at(row)},${row % 7}.5`);
const spec: SpecInput = { time: { column: 'time' }, values: { load: {} } };
/** A further file of a dataset of which the first was read without a spec. */
const among: Pick<Try, 'spec' | 'specSource' | 'knownColumns'> = {
  spec,
  specSource: 'inferred',
  knownColumns: {
    header: ['time', 'load', 'site'],
    timeFormats: ['iso'],
    decimals: ['.'],
    constants: { site: 'north' },
    units: { load: [''] },
    added: { values: {}, categories: {} },
  },
};
const bytes = Buffer.from(plain);
const half = (whole: Uint8Array): Uint8Array => whole.subarray(0, Math.floor(whole.length * 0.7));
const damaged = (whole: Uint8Array): Remedied => ({
  refused: { content: half(whole) },
  mended: { content: whole },
});
const odd = (name: string): Buffer =>
  readFileSync(new URL(`./testing/odd-parquet/${name}.parquet`, import.meta.url));
const workbook = await writeExcelFile([
  [{ value: 'time' }, { value: 'load' }],
  ...Array.from({ length: 30 }, (_, row) => [{ value: at(row) }, { value: row + 0.5 }]),
]).toBuffer();
const records = Array.from({ length: 30 }, (_, row) => ({ time: at(row), load: row + 0.5 }));
const day = (values: number): string =>
  `300,20230301,${Array.from({ length: values }, (_, slot) => slot).join(',')},A,,,20230301,`;
const nem = (values: number): string =>
  `100,NEM12,202303050000,A,B\n200,77,E1,1,E1,N1,9,kWh,30,\n${day(values)}\n900\n`;

const arrow = pl
  .DataFrame({ time: records.map(({ time }) => time), load: records.map(({ load }) => load) })
  .writeIPC({ compression: 'uncompressed' });
const quarters = ['date', ...Array.from({ length: 24 }, (_, hour) => `H${hour + 1}`)];
const byDay = (cell: (name: string, day: number) => string): string[][] =>
  Array.from({ length: 5 }, (_, row) => quarters.map((name) => cell(name, row + 1)));
const days = byDay((name, row) => (name === 'date' ? `2022-09-0${row}` : `${row}.5`));
const daySpec: SpecInput = {
  time: { column: 'date' },
  layout: { wide: { columns: ['H1', 'H24'], every: '1h' } },
  values: { value: {} },
};
const dayFrame = pl
  .DataFrame(Object.fromEntries(quarters.map((name, index) => [name, days.map((row) => row[index] ?? '')])))
  .writeParquet();
const limited = (content: Uint8Array): Remedied => ({
  refused: { content, spec: { ...spec, limits: { maxDecodedBytes: 500 } } },
  mended: { content, spec: { ...spec, limits: { maxDecodedBytes: 2 ** 20 } } },
});
const feed = `<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom" xmlns:espi="http://naesb.org/espi"><entry><link rel="self" href="https://x/UsagePoint/7/MeterReading/1"/><link rel="related" href="https://x/ReadingType/1"/><content><espi:MeterReading/></content></entry><entry><link rel="self" href="https://x/ReadingType/1"/><content><espi:ReadingType><espi:flowDirection>1</espi:flowDirection><espi:powerOfTenMultiplier>0</espi:powerOfTenMultiplier><espi:uom>72</espi:uom></espi:ReadingType></content></entry><entry><link rel="self" href="https://x/UsagePoint/7/MeterReading/1/IntervalBlock/1"/><content><espi:IntervalBlock>${Array.from({ length: 48 }, (_, hour) => `<espi:IntervalReading><espi:timePeriod><espi:duration>3600</espi:duration><espi:start>${1_662_336_000 + hour * 3600}</espi:start></espi:timePeriod><espi:value>${hour}</espi:value></espi:IntervalReading>`).join('')}</espi:IntervalBlock></content></entry></feed>`;

/** Each error of reading, with a file that gets it, and what its remedy says done to it. */
const remedies: Readonly<Record<string, Remedied>> = {
  REGISTER_IMPLAUSIBLE: {
    refused: {
      content: lines(60, (row) => `${at(row)},${300 + ((row * 7919) % 211)}`),
      spec: { ...spec, values: { load: { kind: 'register' } } },
    },
    mended: {
      content: lines(60, (row) => `${at(row)},${300 + ((row * 7919) % 211)}`),
      spec: { ...spec, values: { load: { kind: 'gauge' } } },
    },
  },
  FILE_AMBIGUOUS: {
    refused: { content: lines(9, (row) => `05/06/2022 0${row}:00,${row}.5`) },
    mended: {
      content: lines(9, (row) => `05/06/2022 0${row}:00,${row}.5`),
      spec: { ...spec, time: { column: 'time', format: '%d/%m/%Y %H:%M' } },
    },
  },
  TIME_UNREADABLE: {
    refused: {
      content: lines(30, (row) => `${Date.parse(at(row))},${row}.5`),
      spec: { ...spec, time: { column: 'time', format: 'epoch-seconds' } },
    },
    mended: {
      content: lines(30, (row) => `${Date.parse(at(row))},${row}.5`),
      spec: { ...spec, time: { column: 'time', format: 'epoch-milliseconds' } },
    },
  },
  TIME_COLUMN_NOT_FOUND: {
    refused: { content: lines(30, (row) => `${Date.parse(at(row)) / 1000},${row}.5`, 'x,load') },
    mended: {
      content: lines(30, (row) => `${Date.parse(at(row)) / 1000},${row}.5`, 'x,load'),
      spec: { ...spec, time: { column: 'x', format: 'epoch-seconds' } },
    },
  },
  TIME_IMPLAUSIBLE: {
    refused: {
      content: lines(60, (row) => `${row < 56 ? at(row) : at(row).replace('2022', '2061')},${row}.5`),
    },
    mended: {
      content: lines(60, (row) => `${row < 56 ? at(row) : at(row).replace('2022', '2061')},${row}.5`),
      spec: { ...spec, time: { column: 'time', latest: '2030-01-01' }, quarantine: { maxFraction: 0.5 } },
    },
  },
  TIME_ISOLATED: {
    refused: { content: `${lines(400, (row) => `${at(row)},${row}.5`)}2051-01-01T00:00:00Z,7.5\n`, spec },
    mended: {
      content: `${lines(400, (row) => `${at(row)},${row}.5`)}2051-01-01T00:00:00Z,7.5\n`,
      spec: { ...spec, time: { column: 'time', latest: '2050-12-31' } },
    },
  },
  NO_VALUE_COLUMN: {
    refused: { content: lines(30, (row) => `${at(row)},${String(row * 7).padStart(6, '0')}`) },
    mended: { content: lines(30, (row) => `${at(row)},${String(row * 7).padStart(6, '0')}`), spec },
  },
  NUMBERS_UNREADABLE: {
    refused: {
      content: lines(30, (row) => `${at(row)};${row % 9 === 8 ? `${row},001` : row}`, 'time;load'),
      spec: { ...spec, file: { thousands: 'none' } },
    },
    mended: {
      content: lines(30, (row) => `${at(row)};${row % 9 === 8 ? `${row},001` : row}`, 'time;load'),
      spec: { ...spec, file: { thousands: ',' } },
    },
  },
  REFUSED_TOO_MANY: {
    refused: { content: lines(30, (row) => `${row % 5 === 4 ? 'later' : at(row)},${row}.5`), spec },
    mended: {
      content: lines(30, (row) => `${row % 5 === 4 ? 'later' : at(row)},${row}.5`),
      spec: { ...spec, quarantine: { maxFraction: 0.3 } },
    },
  },
  CONFLICTS_TOO_MANY: {
    refused: {
      content: lines(60, (row) => `${at(row >> 1)},${row}.5,${row % 2 ? 'a' : 'b'}`, 'time,load,tag'),
      spec,
    },
    mended: {
      content: lines(60, (row) => `${at(row >> 1)},${row}.5,${row % 2 ? 'a' : 'b'}`, 'time,load,tag'),
      spec: { ...spec, entity: 'tag' },
    },
  },
  TIME_TOO_FINE: {
    refused: {
      content: lines(60, (row) => `2024-03-04 00:00:00.${String(row * 250).padStart(6, '0')},${row}.5`),
    },
    mended: {
      content: lines(60, (row) => `2024-03-04 00:00:00.${String(row * 1000).padStart(6, '0')},${row}.5`),
    },
  },
  CADENCE_IMPLAUSIBLE: {
    refused: { content: lines(60, (row) => `${at(row, 420)},${row}.5`) },
    mended: {
      content: lines(60, (row) => `${at(row, 420)},${row}.5`),
      spec: { ...spec, time: { column: 'time', cadence: '7h' }, interval: '7h', lags: { by: ['7h'] } },
    },
  },
  COVERAGE_IMPLAUSIBLE: {
    refused: {
      content: lines(
        60,
        (row) =>
          `${new Date(Date.UTC(2022, 0, 1 + Math.floor(row / 6)) + (row % 6) * 60_000).toISOString()},${row}.5`,
      ),
    },
    mended: {
      content: lines(
        60,
        (row) =>
          `${new Date(Date.UTC(2022, 0, 1 + Math.floor(row / 6)) + (row % 6) * 60_000).toISOString()},${row}.5`,
      ),
      spec: { ...spec, time: { column: 'time', cadence: '1h' } },
    },
  },
  HEADER_CHANGED: {
    refused: { content: `${plain}time,warmth\n${at(90)},1.5\n` },
    mended: { content: `${plain}time,load\n${at(90)},1.5\n` },
  },
  COLUMN_MISSING: {
    refused: { content: plain, spec: { ...spec, values: { laod: {} } } },
    mended: { content: plain, spec },
  },
  COLUMN_NAME_TAKEN: {
    refused: { content: plain.replace('load', 'entity'), spec: { ...spec, values: { entity: {} } } },
    mended: { content: plain, spec },
  },
  COLUMN_TYPE_UNFIT: {
    refused: { content: odd('nested'), spec: { ...spec, values: { list: {} } } },
    mended: { content: odd('nested'), spec },
  },
  COLUMN_TWICE: { refused: { content: odd('twice') }, mended: { content: odd('nested') } },
  COLUMN_UNNAMED: { refused: { content: odd('unnamed') }, mended: { content: odd('nested') } },
  TEXT_TOO_LONG: {
    refused: { content: odd('longText'), spec: { ...spec, categories: { note: { vocabulary: ['x'] } } } },
    mended: { content: odd('longText'), spec },
  },
  ENTITY_IMPLAUSIBLE: {
    refused: {
      content: lines(12, (row) => `${at(row)},${row}.5,n${row}`, 'time,load,note'),
      spec: { ...spec, entity: 'note' },
      specSource: 'inferred',
    },
    mended: [
      {
        content: lines(12, (row) => `${at(row)},${row}.5,n${row}`, 'time,load,note'),
        spec: { ...spec, entity: 'note' },
      },
      { content: lines(12, (row) => `${at(row)},${row}.5,n${row}`, 'time,load,note'), spec },
    ],
  },
  GRID_TOO_SPARSE: {
    refused: {
      content: lines(40, (row) => `${new Date(Date.UTC(1990, row * 6, 1)).toISOString()},${row}.5`),
      spec: { ...spec, interval: '10m', lags: { by: [] } },
    },
    mended: {
      content: lines(40, (row) => `${new Date(Date.UTC(1990, row * 6, 1)).toISOString()},${row}.5`),
      spec: { ...spec, interval: '30d', lags: { by: ['30d'] } },
    },
  },
  ROWS_TOO_MANY: {
    refused: { content: plain, spec: { ...spec, limits: { maxRows: 10 } } },
    mended: { content: plain, spec: { ...spec, limits: { maxRows: 100 } } },
  },
  COLUMNS_TOO_MANY: {
    refused: { content: plain, spec: { ...spec, limits: { maxColumns: 1 } } },
    mended: { content: plain, spec: { ...spec, limits: { maxColumns: 2 } } },
  },
  QUOTE_UNCLOSED: {
    refused: { content: plain.replace('0.5', '"0.5') },
    mended: { content: plain.replace('0.5', '"0.5"') },
  },
  FILE_EMPTY: { refused: { content: '\n\n' }, mended: { content: plain } },
  NO_ROWS: { refused: { content: 'time,load\n' }, mended: { content: plain } },
  FILE_NOT_TABULAR: { refused: { content: '%PDF-1.7 and so on' }, mended: { content: plain } },
  GZIP_TRUNCATED: damaged(gzipSync(bytes)),
  GZIP_CORRUPT: {
    refused: {
      content: Buffer.concat([
        gzipSync(bytes).subarray(0, 60),
        Buffer.alloc(60, 7),
        gzipSync(bytes).subarray(120),
      ]),
    },
    mended: { content: gzipSync(bytes) },
  },
  ZSTD_CORRUPT: damaged(zstdCompressSync(bytes)),
  ZIP_CORRUPT: damaged(zipSync({ 'load.csv': bytes })),
  ZIP_UNFIT: {
    refused: { content: zipSync({ 'a.csv': bytes, 'b.csv': bytes }), spec },
    mended: {
      content: zipSync({ 'a.csv': bytes, 'b.csv': bytes }),
      spec: { ...spec, file: { member: 'b.csv' } },
    },
  },
  XLSX_UNREADABLE: damaged(workbook),
  SHEET_NOT_FOUND: {
    refused: { content: workbook, spec: { ...spec, file: { sheet: 'Load' } } },
    mended: { content: workbook, spec: { ...spec, file: { sheet: '1' } } },
  },
  JSON_INVALID: damaged(Buffer.from(JSON.stringify(records))),
  JSON_NOT_TABULAR: { refused: { content: '{"a": 1}' }, mended: { content: JSON.stringify(records) } },
  JSON_TOO_LARGE: {
    refused: { content: `{\n"note": "${' '.repeat(64 * 2 ** 20)}", "data": ${JSON.stringify(records)}}` },
    mended: [
      { content: `${records.map((record) => JSON.stringify(record)).join('\n')}\n` },
      { content: JSON.stringify(records).replace(',', `,${' '.repeat(64 * 2 ** 20)}`) },
    ],
  },
  LINE_TOO_LONG: {
    refused: { content: `${plain}${at(48)},${'7'.repeat(70 * 2 ** 20)}` },
    mended: { content: `${plain}${at(48)},7` },
  },
  NEM_RECORD_INVALID: { refused: { content: nem(40) }, mended: { content: nem(48) } },
  ARROW_UNREADABLE: damaged(arrow),
  XML_INVALID: damaged(Buffer.from(feed)),
  LAYOUT_UNSUPPORTED: {
    refused: { content: dayFrame, spec: daySpec },
    mended: {
      content: `${[quarters, ...days].map((row) => row.join(',')).join('\n')}\n`,
      spec: daySpec,
    },
  },
  GZIP_BOMB: limited(gzipSync(bytes)),
  ZSTD_BOMB: limited(zstdCompressSync(bytes)),
  ZIP_BOMB: limited(zipSync({ 'load.csv': bytes })),
  DECODED_TOO_LARGE: limited(odd('nested')),
  ENCODING_MIXED: {
    refused: {
      content: Buffer.concat([
        Buffer.from(lines(20_000, (row) => `${at(row)},${row % 7}.5,ü`, 'time,load,note')),
        Buffer.from(`${at(20_000)},1.5,\xfc\n`, 'latin1'),
      ]),
      spec,
    },
    mended: { content: lines(20_000, (row) => `${at(row)},${row % 7}.5,ü`, 'time,load,note'), spec },
  },
  PARQUET_CORRUPT: damaged(odd('nested')),
  COLUMNS_DIFFER: {
    refused: { content: lines(24, (row) => `${at(row)},${row % 7}.5,3`, 'time,load,wind'), ...among },
    mended: [{ columns: 'add' as const }, { drop: ['wind'] }].map((key) => ({
      content: lines(24, (row) => `${at(row)},${row % 7}.5,3`, 'time,load,wind'),
      ...among,
      spec: { ...spec, ...key },
    })),
  },
  UNITS_DIFFER: {
    refused: { content: lines(24, (row) => `${at(row)},${row % 7}.5 kW`), ...among },
    mended: {
      content: lines(24, (row) => `${at(row)},${row % 7}.5 kW`),
      ...among,
      specSource: 'file',
      spec: { ...spec, values: { load: { unit: 'W' } } },
    },
  },
  SERIES_DIFFER: {
    refused: { content: lines(24, (row) => `${at(row)},${row % 7}.5,south`, 'time,load,site'), ...among },
    mended: [{ entity: 'site' }, { drop: ['site'] }].map((key) => ({
      content: lines(24, (row) => `${at(row)},${row % 7}.5,south`, 'time,load,site'),
      ...among,
      specSource: 'file' as const,
      spec: { ...spec, ...key },
    })),
  },
};

/** Quoted words of the sources that look like a code of an error and are none. */
const noErrors = ['BYTE_ARRAY', 'ERR_TRAILING_JUNK_AFTER_STREAM_END', 'TIME_', 'Z_', 'Z_BUF_ERROR'];

const codesOfReading = (): string[] => {
  const folder = fileURLToPath(new URL('.', import.meta.url));
  const sources = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter(
    (name) => name.endsWith('.ts') && !name.endsWith('.test.ts') && !/^(fuzz|testing)\b/.test(name),
  );
  const codes = sources.flatMap((name) =>
    [...readFileSync(join(folder, name), 'utf8').matchAll(/['"`]([A-Z]+_[A-Z_]*)['"`]/g)].flatMap(
      ([, code]) => code ?? [],
    ),
  );
  return [...new Set(codes)].filter((code) => !isReasonCode(code) && !noErrors.includes(code)).sort();
};

/** Tried below, where uploads are joined, and where a series is erased. */
const triedElsewhere = ['PREVIEW_NEEDS_FILE', 'NOTHING_LEFT', 'FILE_NOT_REWRITABLE'];

test('every error of reading has its remedy tried', () => {
  const codes = codesOfReading();
  const tried = [...Object.keys(remedies), ...triedElsewhere];
  expect(codes.filter((code) => !tried.includes(code))).toEqual([]);
  expect(tried.filter((code) => !codes.includes(code) && !isReasonCode(code))).toEqual([]);
});

test.for(Object.entries(remedies))('%s: its remedy works', async ([code, { refused, mended }]) => {
  const { content, ...by } = refused;
  const error = await rejectionOf(content, by);
  expect([error.code, error.message, error.remedy]).toEqual([
    code,
    expect.anything(),
    expect.stringMatching(/\w/),
  ]);
  for (const { content, ...by } of [mended].flat()) {
    const { receipt } = await ingestContent(content, by);
    expect(receipt.rows.accepted).toBeGreaterThan(0);
  }
});

test('PREVIEW_NEEDS_FILE: the first part is refused, the whole file is read', async () => {
  const whole = odd('nested');
  expect(() => inferSpec(half(whole), 'load.parquet')).toThrow(
    expect.objectContaining({ code: 'PREVIEW_NEEDS_FILE', remedy: 'upload the whole file' }),
  );
  expect((await ingestContent(whole)).receipt.rows.accepted).toBeGreaterThan(0);
});
