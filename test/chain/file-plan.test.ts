import { readFile, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { aggregateStage } from '@wattline/aggregate';
import { ingestStage, openIngestReader } from '@wattline/ingest-stage';
import { publishStage } from '@wattline/publish';
import { writeMeters } from '@wattline/sample';
import { transformStage } from '@wattline/transform';
import type { Receipt, StageName } from '@wattline/worker';
import { describe, expect, test } from 'vitest';
import { makeBackend, settled } from '../support/backend.ts';
import { runCommand } from '../support/command.ts';
import { countedView, type Requests } from '../support/counted-stages.ts';
import { startCuttingIngest } from '../support/cut-runs.ts';
import { makeFolder } from '../support/folder.ts';
import { until } from '../support/until.ts';
import { uploadText } from '../support/upload.ts';
import { startWorker } from '../support/worker.ts';

interface Planned {
  readonly files: readonly {
    readonly decidedFrom: string;
    readonly kind: string;
    readonly rows: number;
    readonly series: number;
    readonly cuts: number;
    readonly parts: number;
    readonly partitions: number;
    readonly featureRows: number;
    readonly featureColumns: number;
    readonly to: string;
    readonly requests: Readonly<Record<StageName, Requests>>;
  }[];
}

interface Shape {
  readonly meters: number;
  readonly rows: number;
  readonly buckets: number;
  readonly period: string;
  readonly cutBytes: number;
  readonly rowsPerPart: number;
  readonly tasks: number;
  /** Lines of the spec. */
  readonly more?: string;
}

const specOf = ({ buckets, period, more = '' }: Shape): string => `time: { column: timestamp, cadence: 10m }
entity: meter
values: { active_power: {}, voltage: {} }
partition: { entityBuckets: ${buckets}, period: ${period} }
${more}`;

const plan = async (
  names: readonly string[],
  environment: Record<string, string> = {},
): Promise<Planned['files'][number]> => {
  const { stdout, stderr, status } = await runCommand(['plan', ...names, '--json'], environment);
  expect([status, stderr]).toEqual([0, '']);
  const [file] = (JSON.parse(stdout) as Planned).files;
  if (file === undefined) throw new Error('a file is planned');
  return file;
};

/** The chain on a file, and what each stage asked for. */
const run = async (path: string, shape: Shape) => {
  const backend = await makeBackend();
  const asked: Record<string, Requests[]> = {};
  const viewOf = (stage: StageName) => {
    const { view, requests } = countedView(backend);
    asked[stage] = [...(asked[stage] ?? []), requests];
    return view;
  };
  const { rowsPerPart, cutBytes, tasks } = shape;
  const text = await readFile(path);
  let known = '';
  /** Whoever has the file waits for the others: they read all cuts but one. */
  const othersAreDone = () =>
    until('the others have read their cuts', async () => {
      let done = 0;
      for await (const { key } of backend.stores.features.list(`work/${known}/`))
        if (/\/shares\/.*\/done\.json$/.test(key)) done += 1;
      return done >= tasks - 1;
    });
  if (tasks > 1)
    for (const worker of ['one', 'two'])
      await startCuttingIngest(viewOf('ingest'), cutBytes, worker, othersAreDone);
  else {
    const reader = openIngestReader({ slots: 1 });
    await startWorker(viewOf('ingest'), ingestStage({ rowsPerPart, cutBytes, reader }), { slots: 1 });
  }
  for (const stage of [transformStage(), aggregateStage(), publishStage()])
    await startWorker(viewOf(stage.name), stage, { slots: 1 });
  known = await uploadText(backend, 'meters/a.csv', text, specOf(shape));
  const receipt = await settled(backend, known);
  expect([receipt.status, receipt.error]).toEqual(['sealed', undefined]);
  const total = (stage: StageName, kind: keyof Requests): number =>
    (asked[stage] ?? []).reduce((sum, one) => sum + one[kind], 0);
  return { receipt, total };
};

const madeBy = ({ ingested }: Receipt): number =>
  (ingested as { dataset: { partitions: { made: number } } }).dataset.partitions.made;

/** The plan's requests may be off by so much from those of a run. */
const TOLERANCE = 0.1;

const usual = {
  meters: 40,
  rows: 300,
  buckets: 16,
  period: 'year',
  cutBytes: 1e12,
  rowsPerPart: 1e6,
  tasks: 1,
};

describe('a plan of a file says what its run then asks of stores and queues', () => {
  test.for<[what: string, shape: Shape]>([
    ['in one part', { ...usual, meters: 1, buckets: 1 }],
    ['in several parts', { ...usual, rowsPerPart: 2_500 }],
    ['with several periods', { ...usual, meters: 12, rows: 5_000, buckets: 8, period: 'month' }],
    [
      'in parts of a month',
      { ...usual, meters: 8, rows: 9_000, buckets: 8, period: 'month', rowsPerPart: 2_000 },
    ],
    [
      'with horizons and folds',
      {
        ...usual,
        meters: 1,
        buckets: 1,
        more: `interval: 1h
target: { columns: [voltage_mean], horizons: [1h, 2h, 3h] }
split: { train: 0.6, validation: 0.2, test: 0.2, folds: { count: 3, test: 2h } }
`,
      },
    ],
    ['read in cuts by several workers', { ...usual, cutBytes: 60_000, tasks: 19 }],
  ])('%s', async ([, shape]) => {
    const folder = await makeFolder();
    const [path, spec] = [join(folder, 'meters.csv'), join(folder, 'wattline.yaml')];
    await writeMeters({ path, meters: shape.meters, rowsPerMeter: shape.rows, seed: 11, order: 'time' });
    await writeFile(spec, specOf(shape));
    const planned = await plan([path, '--spec', spec, '--tasks', String(shape.tasks)], {
      WATTLINE_CUT_BYTES: String(shape.cutBytes),
      WATTLINE_ROWS_PER_PART: String(shape.rowsPerPart),
    });
    const { receipt, total } = await run(path, shape);
    expect(planned.partitions).toBe(madeBy(receipt));
    // As many tasks as cuts: each but one is read by another worker than the one that has the file.
    expect(planned.cuts).toBe(shape.tasks > 1 ? shape.tasks : 0);
    const asked = (['ingest', 'transform', 'aggregate', 'publish'] as const).flatMap((stage) =>
      (['puts', 'gets', 'lists', 'messages'] as const).map((kind) => {
        const [expected, counted] = [planned.requests[stage][kind], total(stage, kind)];
        // How often a task looks at its cuts depends on how long they take.
        const isOpen = kind === 'lists' && stage === 'ingest' && planned.cuts > 0;
        const off = Math.abs(expected - counted) / Math.max(expected, counted);
        return {
          isOff: !isOpen && off > TOLERANCE,
          text: `${stage} ${kind}: ${expected} planned, ${counted} made`,
        };
      }),
    );
    expect(asked.filter(({ isOff }) => isOff).map(({ text }) => text)).toEqual([]);
  });
});

describe('a large file is looked at in places', () => {
  const meters = 30;
  const rows = 4_000;

  test.for(['time', 'entity'] as const)('as CSV, by %s: its size is estimated', async (order) => {
    const path = join(await makeFolder(), 'meters.csv');
    await writeMeters({ path, meters, rowsPerMeter: rows, seed: 5, order });
    const found = await plan([path]);
    expect(found).toMatchObject({ decidedFrom: 'sample', kind: 'csv' });
    for (const [what, expected] of [
      [found.rows, meters * rows],
      [found.series, meters],
      [found.featureRows, (meters * rows) / 6],
    ] as const)
      expect(Math.abs(what - expected) / expected).toBeLessThan(0.1);
  });

  test('packed: of its first part', async () => {
    const folder = await makeFolder();
    const [path, packed] = [join(folder, 'meters.csv'), join(folder, 'meters.csv.gz')];
    await writeMeters({ path, meters, rowsPerMeter: rows, seed: 5, order: 'time' });
    const text = await readFile(path);
    await writeFile(packed, gzipSync(text));
    const cutBytes = 200_000;
    const found = await plan([packed], { WATTLINE_CUT_BYTES: String(cutBytes) });
    expect(found).toMatchObject({ decidedFrom: 'part', kind: 'csv.gz' });
    expect(Math.abs(found.cuts - text.length / cutBytes)).toBeLessThan(0.1 * found.cuts);
    expect(Math.abs(found.rows - meters * rows) / (meters * rows)).toBeLessThan(0.1);
  });

  test('and not read through: of 8 TB, most of them a hole, it says so at once', async () => {
    const path = join(await makeFolder(), 'meters.csv');
    await writeMeters({ path, meters, rowsPerMeter: rows, seed: 5, order: 'time' });
    await truncate(path, 8e12);
    const { status, stdout, stderr } = await runCommand(['plan', path]);
    // Zeros are no rows: what matters is that it ends.
    expect(status === 0 ? stdout : stderr).toMatch(/meters\.csv/);
  });
});

describe('what a run would reject, a plan refuses with the same code', () => {
  test.for<[name: string, content: string | Buffer, code: string]>([
    ['empty.csv', '', 'FILE_EMPTY'],
    [
      'binary.csv',
      Buffer.from(Array.from({ length: 3_000 }, (_, at) => (at * 7919) % 256)),
      'FILE_NOT_TABULAR',
    ],
    ['no-times.csv', 'a,b\n1,2\n3,4\n', 'TIME_COLUMN_NOT_FOUND'],
    ['cut.csv.gz', gzipSync('time,load\n2024-01-01,1\n').subarray(0, 20), 'GZIP_TRUNCATED'],
  ])('%s', async ([name, content, code]) => {
    const folder = await makeFolder();
    const path = join(folder, name);
    await writeFile(path, content);
    const planned = await runCommand(['plan', path, '--json']);
    expect(planned.status).toBe(1);
    expect(JSON.parse(planned.stderr).error.code).toBe(code);
    const ran = await runCommand(['run', path, '--json', '--data-dir', join(folder, 'data')]);
    expect(JSON.parse(ran.stdout).error.code).toBe(code);
  });

  test('a file that is not there', async () => {
    const { status, stderr } = await runCommand(['plan', join(await makeFolder(), 'none.csv'), '--json']);
    expect([status, JSON.parse(stderr).error.code]).toEqual([2, 'FILE_MISSING']);
  });
});
