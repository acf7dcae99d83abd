import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sha256 } from '@wattline/hash';
import type { SpecInput } from '@wattline/spec';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { entitySpans, spansFrame, spansIn } from '../../features/entities-beyond.ts';
import type { DatasetSpec } from '../../kept-upload.ts';
import { bucketPaths } from '../../periods/bucket-paths.ts';
import { scanReadings } from '../../periods/scan-readings.ts';
import { readShown } from '../../pieces/shown-file.ts';
import { profileReadings } from '../../profile/index.ts';
import { ingestContent } from '../testing/ingest-text.ts';
import { begunPiece } from './begun-piece.ts';
import { type JoinedShown, joinShown } from './join-shown.ts';
import { joinUploads, type UploadReadings } from './join-uploads.ts';
import type { DeletedRows } from './layers.ts';
import { profileOwnPieces } from './own-pieces.ts';
import { type PlannedPiece, planPieces } from './plan-pieces.ts';
import { hashedReadings } from './readings-hash.ts';

const HOUR = 3_600_000;
const START = Date.UTC(2023, 11, 20);
const RUNS = Number(process.env.WATTLINE_PIECE_RUNS ?? 12);

interface Reading {
  readonly entity: string;
  readonly hour: number;
  readonly x: number | null;
  readonly y: number | null;
}

const spec: SpecInput = {
  time: { column: 't' },
  entity: 'meter',
  values: { x: {}, y: {} },
  categories: { tariff: { vocabulary: ['day', 'night'] } },
  quarantine: { maxFraction: 1 },
  partition: { period: 'month' },
};

const nothingKnown = {
  timeFormats: [],
  decimals: ['.'],
  header: ['t', 'meter', 'x', 'y', 'tariff'],
  constants: {},
  units: {},
  added: { values: {}, categories: {} },
};

const scratch = (): string => mkdtempSync(join(tmpdir(), 'wattline-pieces-'));

interface File {
  readonly readings: readonly Reading[];
  /** Whether it has the column y. */
  readonly hasY: boolean;
}

const textOf = ({ readings, hasY }: File): string =>
  `t,meter,x,${hasY ? 'y,' : ''}tariff\n${readings
    .map(({ entity, hour, x, y }) => {
      const at = new Date(START + hour * HOUR).toISOString().slice(0, 16);
      return `${at},${entity},${x === null ? '' : x / 7},${hasY ? `${y === null ? '' : y * 1.1},` : ''}${hour % 3 ? 'day' : 'night'}\n`;
    })
    .join('')}`;

const keep = async (
  file: File,
  own: SpecInput,
): Promise<{ dataset: DatasetSpec; upload: UploadReadings }> => {
  const { kept } = await ingestContent(textOf(file), { spec: own, keep: true, knownColumns: nothingKnown });
  if (kept === undefined) throw new Error('nothing was kept');
  const readings = kept.upload.readings.map((one) => ({ ...one, sha256: sha256(readFileSync(one.path)) }));
  return { dataset: kept.dataset, upload: { ...kept.upload, is: 'other', readings } };
};

/** Fewer than most datasets of this test have. */
const sampled = 256;

/** Files of pieces, as a dataset keeps them. */
const pathsOf = new Map<string, string>();

/** What a version before has joined. */
interface Before {
  readonly planned: readonly PlannedPiece[];
  readonly joined: JoinedShown;
}

type PieceToJoin = Parameters<typeof joinShown>[0]['pieces'][number];

const nameOf = ({ bucket, period }: { readonly bucket: number; readonly period: string }): string =>
  `${bucket} ${period}`;

const byPieces = async (
  dataset: DatasetSpec,
  layers: readonly (UploadReadings | DeletedRows)[],
  before?: Before,
): Promise<{ before: Before; taken: number; begun: number } | undefined> => {
  const planned = planPieces(dataset.spec, layers);
  if (planned === undefined) throw new Error('these readings have periods, and no register');
  const formerly = new Map(before?.planned.map((piece) => [nameOf(piece), piece]));
  const stored = new Map(before?.joined.pieces.map((piece) => [nameOf(piece), piece]));
  let taken = 0;
  let begun = 0;
  const pieces = planned.map((piece): PieceToJoin => {
    const { bucket, period } = piece;
    const own = piece.layers.some((index) => {
      const layer = layers[index];
      return layer !== undefined && 'is' in layer && layer.is === 'own';
    });
    const known =
      own || formerly.get(nameOf(piece))?.key !== piece.key ? undefined : stored.get(nameOf(piece));
    if (known !== undefined) {
      taken += 1;
      return { bucket, period, known, layers: [] };
    }
    const fileOf = (index: number) => {
      const layer = layers[index];
      return layer !== undefined && 'readings' in layer
        ? layer.readings.find((file) => nameOf(file) === nameOf(piece))
        : undefined;
    };
    const asIs = piece.asIs === undefined ? undefined : fileOf(piece.asIs);
    if (asIs !== undefined)
      return { bucket, period, asIs: { ...asIs, bytes: statSync(asIs.path).size }, layers: [] };
    const former = stored.get(nameOf(piece));
    const { key = '', layers: some = [] } = formerly.get(nameOf(piece)) ?? {};
    const first = former && begunPiece(piece, layers, { key, layers: some.length }, dataset.spec);
    const path = former && (former.path ?? pathsOf.get(former.sha256));
    if (first !== undefined) begun += 1;
    return {
      bucket,
      period,
      layers: [
        ...(first === undefined ? [] : [{ joined: first.is, path: path ?? '' }]),
        ...piece.layers.slice(first?.layers ?? 0).flatMap((index): PieceToJoin['layers'] => {
          const layer = layers[index];
          if (layer === undefined) return [];
          if ('deletes' in layer) return [layer];
          const file = fileOf(index);
          return file === undefined ? [] : [{ layer: index, path: file.path }];
        }),
      ],
    };
  });
  const join = (some: readonly PieceToJoin[], shown: readonly string[]) =>
    joinShown({
      dataset,
      name: 'file.csv',
      layers: layers.map((layer) =>
        'deletes' in layer ? layer : { ...layer, ...hashedReadings(layer.readings) },
      ),
      pieces: some,
      shown,
      folder: scratch(),
      sampled,
    });
  let joined = await join(pieces, before?.joined.shown ?? []);
  // As ingest does it: all pieces are looked at again.
  if (joined === 'again') {
    taken = 0;
    joined = await join(
      pieces.map(({ known, ...piece }): PieceToJoin => {
        if (known === undefined) return piece;
        const { bucket, period } = piece;
        return { bucket, period, asIs: { path: pathsOf.get(known.sha256) ?? '', ...known }, layers: [] };
      }),
      [],
    );
  }
  if (joined === 'again') throw new Error('all pieces are here');
  if (joined === 'all') return undefined;
  const made = new Map(joined.pieces.map((piece) => [nameOf(piece), piece]));
  for (const piece of pieces) {
    const { path = piece.asIs?.path, sha256: hash = '' } = made.get(nameOf(piece)) ?? {};
    if (path !== undefined) pathsOf.set(hash, path);
  }
  return { before: { planned, joined }, taken, begun };
};

const Reading = fc.record({
  entity: fc.constantFrom('a', 'b', 'ä', 'Z', 'm-10'),
  hour: fc.oneof(fc.nat(60), fc.integer({ min: 240, max: 330 }), fc.integer({ min: 960, max: 1100 })),
  x: fc.option(fc.nat(50), { freq: 6 }),
  y: fc.option(fc.nat(50), { freq: 6 }),
});
/** Hourly readings on end, with a few left out: steps that are the same for a while. */
const Series = fc
  .record({
    entity: Reading.chain(({ entity }) => fc.constant(entity)),
    from: fc.nat(1000),
    length: fc.integer({ min: 20, max: 400 }),
    gap: fc.integer({ min: 7, max: 60 }),
    // Where series come by steps of their own, all readings are looked at.
    every: fc.oneof({ weight: 20, arbitrary: fc.constant(1) }, { weight: 1, arbitrary: fc.constant(3) }),
  })
  .map(({ entity, from, length, gap, every }): Reading[] =>
    Array.from({ length }, (_, i) => ({ entity, hour: from + i * every, x: i % 50, y: null })).filter(
      (_, i) => i % gap !== 0,
    ),
  );
const File = fc.record({
  readings: fc
    .tuple(fc.array(Series, { minLength: 1, maxLength: 3 }), fc.array(Reading, { maxLength: 12 }))
    .map(([series, some]) => [
      ...new Map([...series.flat(), ...some].map((one) => [`${one.entity} ${one.hour}`, one])).values(),
    ]),
  hasY: fc.boolean(),
});
const Deletion = fc.record({
  deletes: fc.record(
    {
      entity: fc.constantFrom('a', 'ä', 'Z'),
      fromMs: fc.nat(400).map((hour) => START + hour * HOUR),
      toMs: fc.integer({ min: 401, max: 1000 }).map((hour) => START + hour * HOUR),
    },
    { requiredKeys: [] },
  ),
});

test('pieces taken over and pieces joined now give what joining all readings gives', async () => {
  const counts = { taken: 0, begun: 0, joined: 0, whole: 0, refused: 0 };
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.oneof({ weight: 4, arbitrary: File }, { weight: 1, arbitrary: Deletion }), {
        minLength: 1,
        maxLength: 4,
      }),
      File,
      fc.constantFrom('keep' as const, 'erase' as const),
      fc.constantFrom<SpecInput['time']>(
        { column: 't' },
        { column: 't', cadence: '1h', zone: 'Europe/Berlin' },
      ),
      fc.constantFrom('other' as const, 'other' as const, 'same-file' as const),
      fc.constantFrom('month' as const, 'month' as const, 'day' as const),
      async (others, last, emptyCells, time, is, period) => {
        const own = { ...spec, emptyCells, time, partition: { period } };
        const layers: (UploadReadings | DeletedRows)[] = [];
        let dataset: DatasetSpec | undefined;
        for (const one of [...others, last]) {
          if ('deletes' in one) layers.push(one);
          else {
            const kept = await keep(one, own);
            dataset ??= kept.dataset;
            layers.push({ ...kept.upload, is });
          }
        }
        if (dataset === undefined) return;
        const before = await byPieces(dataset, layers.slice(0, -1)).catch(() => undefined);
        const mine = layers.map((layer, i) =>
          'deletes' in layer || i < layers.length - 1 ? layer : { ...layer, is: 'own' as const },
        );
        const all = { dataset, name: 'file.csv', layers: mine, folder: scratch() };
        const whole = await joinUploads(all).catch((error: unknown) => error);
        const now = await byPieces(dataset, mine, before?.before).catch((error: unknown) => error);
        if (whole instanceof Error) {
          counts.refused += 1;
          if (now !== undefined) expect(now).toMatchObject({ message: whole.message });
          return;
        }
        if (now instanceof Error) throw now;
        const together = whole as Awaited<ReturnType<typeof joinUploads>>;
        const { plan, readings, warnings } = together;
        if (now === undefined) {
          counts.whole += 1;
          return;
        }
        const { before: made, taken, begun } = now as { before: Before; taken: number; begun: number };
        counts.taken += taken;
        counts.begun += begun;
        counts.joined += made.joined.pieces.length - taken;
        expect(made.joined.plan).toEqual(plan);
        expect(made.joined.warnings).toEqual(warnings);
        expect(made.joined.pieces.map((piece) => [nameOf(piece), piece.facts.rows, piece.sha256])).toEqual(
          readings.map((file) => [nameOf(file), file.rows, sha256(readFileSync(file.path))]),
        );
        expect(made.joined.profile).toEqual(
          await profileReadings({ plan, readings, whole: together.whole, sampled }),
        );
        const spans = await Promise.all(
          [...bucketPaths(readings)].map(
            async ([bucket, paths]) =>
              [bucket, spansIn(await entitySpans(scanReadings(paths, 'meter'), 'meter').collect())] as const,
          ),
        );
        const shown = await Promise.all(
          made.joined.spans.map(
            async ([bucket, some]) => [bucket, spansIn(await spansFrame(some, 'meter').collect())] as const,
          ),
        );
        expect(shown).toEqual(spans);
      },
    ),
    { numRuns: RUNS, interruptAfterTimeLimit: 600_000 },
  );

  expect(counts.taken).toBeGreaterThan(0);
  expect(counts.begun + counts.joined).toBeGreaterThan(0);
  // Of a few, chance may take all of one sort.
  if (RUNS < 100) return;
  expect(counts.begun).toBeGreaterThan(0);
  expect(counts.joined).toBeGreaterThan(0);
  expect(counts.whole).toBeLessThan(RUNS / 2);
  expect(counts.whole).toBeGreaterThan(0);
}, 700_000);

test('pieces of a first upload that were looked at while they were settled are not read again', async () => {
  const at = (hour: number): string => new Date(START + hour * HOUR).toISOString();
  const lines = Array.from({ length: 600 }, (_, hour) =>
    ['a', 'b', 'c'].map((meter, i) => `${at(hour)},${meter},${hour + i},${hour % 7 === 0 ? '' : hour},day`),
  );
  const text = ['t,meter,x,y,tariff', ...lines.flat(), ''].join('\n');
  const ingested = await ingestContent(text, { spec, keep: true, looksFromRows: 1_800 });
  const profile = await profileReadings(ingested);
  for (const { path } of ingested.readings) rmSync(path);
  expect((await profileOwnPieces(ingested, scratch()))?.profile).toEqual(profile);
  expect((await ingestContent(text, { spec, keep: true, looksFromRows: 1_801 })).looked).toBeUndefined();
});

test('what the files of a first upload show is what joining them shows', async () => {
  let kept = 0;
  let seen = 0;
  await fc.assert(
    fc.asyncProperty(File, async (file) => {
      const ingested = await ingestContent(textOf({ ...file, hasY: true }), { spec, keep: true });
      const shown = await profileOwnPieces(ingested, scratch());
      if (shown === undefined || ingested.kept === undefined) return;
      const { dataset, upload } = ingested.kept;
      const readings = upload.readings.map((one) => ({ ...one, sha256: sha256(readFileSync(one.path)) }));
      const made = (await byPieces(dataset, [{ ...upload, is: 'own', readings }]))?.before;
      if (made === undefined) return;
      kept += 1;
      expect(shown.profile).toEqual(await profileReadings(ingested));
      const [own, joined] = await Promise.all([
        readShown(shown.shown),
        readShown(made.joined.shown[0] ?? ''),
      ]);
      const plain = ({ pieces, key }: typeof own) => ({
        key,
        // Of fewer readings, samples are drawn.
        pieces: pieces.map(({ sample: _, ...piece }) => piece),
      });
      expect(plain(own)).toEqual(plain(joined));
      const looking = await ingestContent(textOf({ ...file, hasY: true }), {
        spec,
        keep: true,
        looksFromRows: 1,
      });
      const looked = await profileOwnPieces(looking, scratch());
      expect(looked?.profile).toEqual(shown.profile);
      expect(readFileSync(looked?.shown ?? '')).toEqual(readFileSync(shown.shown));
      seen += [...(looking.looked?.values() ?? [])].filter(({ key }) => key === own.key).length;
    }),
    { numRuns: RUNS },
  );
  expect(kept).toBeGreaterThan(RUNS / 2);
  expect(seen).toBeGreaterThan(0);
}, 700_000);
