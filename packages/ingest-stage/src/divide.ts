import type { ExtractedPiece, PlannedPartitions, Stretches } from '@wattline/engine/ingest';
import { hashFile } from '@wattline/hash';
import type { ObjectRef, Output, PartitionList, StageWork } from '@wattline/worker/stage';
import type { IngestReader } from './open-ingest-reader.ts';
import { assignParts } from './parts.ts';
import type { Checked } from './reader-tasks.ts';
import { pieceName, type VersionReadings } from './version-readings.ts';

type Access = NonNullable<StageWork['dataset']>;

/** Of so many versions before, one is likely sealed. */
const LOOKED_AT = 3;

const bucketName = (bucket: number): string => String(bucket).padStart(3, '0');
/** The work that readings make, as outputs for the next stages. */
export interface Divided {
  readonly outputs: Output[];
  readonly parts: number;
  readonly stretches: Stretches;
  /** Partitions that are made, and those that are taken over from a version before. */
  readonly partitions: { readonly made: number; readonly carried: number };
}

/** What one part works on at a time: a bucket, or a stretch of one. */
interface Unit {
  readonly bucket: number;
  readonly stretch?: Stretch;
  /** Names of the readings that it needs. */
  readonly needs: ReadonlySet<string>;
  readonly rows: number;
}

interface FileOutput {
  readonly store: ObjectRef['store'];
  readonly key: string;
  readonly path: string;
  readonly sha256?: string;
  readonly labels: NonNullable<ObjectRef['labels']>;
}

type Stretch = PlannedPartitions['stretches'][number];
type Piece = Pick<VersionReadings[number], 'bucket' | 'period' | 'rows'>;

/** In the order of buckets, and of stretches within. */
const unitsOf = (
  { whole, stretches }: Pick<PlannedPartitions, 'whole' | 'stretches'>,
  readings: readonly Piece[],
): Unit[] => {
  const inBucket = Map.groupBy(readings, ({ bucket }) => bucket);
  const unit = (bucket: number, stretch?: Stretch): Unit => {
    const pieces = (inBucket.get(bucket) ?? []).filter(
      ({ period }) => stretch?.readings.includes(period) ?? true,
    );
    const rows = pieces.reduce((sum, piece) => sum + piece.rows, 0);
    return { bucket, needs: new Set(pieces.map(pieceName)), rows, ...(stretch && { stretch }) };
  };
  const wholes = new Set(whole);
  const stretched = Map.groupBy(stretches, ({ bucket }) => bucket);
  return [...inBucket.keys()].flatMap((bucket) =>
    wholes.has(bucket)
      ? [unit(bucket)]
      : (stretched.get(bucket) ?? []).map((stretch) => unit(bucket, stretch)),
  );
};

const createPartsOf = (units: readonly Unit[], parts: readonly number[]) => {
  const pieces = new Map<string, Set<number>>();
  const buckets = new Map<number, Set<number>>();
  for (const [index, { bucket, needs }] of units.entries()) {
    const part = parts[index] ?? 0;
    for (const name of needs) pieces.set(name, (pieces.get(name) ?? new Set()).add(part));
    buckets.set(bucket, (buckets.get(bucket) ?? new Set()).add(part));
  }
  return {
    /** Undefined where no part needs it. */
    piece: (piece: Pick<Piece, 'bucket' | 'period'>): ReadonlySet<number> | undefined =>
      pieces.get(pieceName(piece)),
    bucket: (bucket: number): ReadonlySet<number> => buckets.get(bucket) ?? new Set(),
  };
};

/** Stretches with their parts, where those of some bucket have several. */
const stretchesIn = (units: readonly Unit[], parts: readonly number[]): Stretches => {
  const parted = units.flatMap(({ stretch }, index) =>
    stretch === undefined ? [] : [{ ...stretch, part: parts[index] ?? 0 }],
  );
  const partOf = new Map(parted.map(({ bucket, part }) => [bucket, part]));
  const isParted = parted.some(({ bucket, part }) => partOf.get(bucket) !== part);
  return isParted ? { parted } : units.flatMap(({ stretch }) => stretch ?? []);
};

/** A file for the parts that need it, written once: each of them is handed that alone, not what others need. */
const fileFor = async (
  { path, sha256, ...place }: FileOutput,
  parts: ReadonlySet<number>,
  all: number,
): Promise<Output[]> => {
  const [first = 0, ...others] = parts;
  if (others.length > 0 && parts.size === all)
    return [{ ...place, path, ...(sha256 !== undefined && { sha256 }), to: 'all' }];
  if (others.length === 0) return [{ ...place, path, ...(sha256 !== undefined && { sha256 }), to: first }];
  const hashed = await hashFile(path);
  const { store, key, labels } = place;
  const ref: ObjectRef = { store, key, bytes: hashed.bytes, sha256: hashed.sha256, labels };
  return [{ ...place, path, sha256: hashed.sha256, to: first }, ...others.map((to): Output => ({ ref, to }))];
};

/**
 * Divides the readings of a version into parts for the next stages. What a version before has made of the same readings
 * is no work.
 *
 * @param options.readings in the order of buckets and periods
 */
export const divide = async (options: {
  readonly access: Access;
  readonly reader: IngestReader;
  readonly whole: Checked;
  readonly versions: readonly string[];
  readonly readings: VersionReadings;
  /** Columns of other datasets. */
  readonly joined: readonly ExtractedPiece[];
  readonly rowsPerPart: number;
  readonly workKey: StageWork['workKey'];
  readonly signal: AbortSignal;
}): Promise<Divided> => {
  const { access, reader, whole, rowsPerPart, workKey, signal } = options;
  const readings = await Promise.all(
    options.readings.map(async (file) => ({
      ...file,
      sha256: 'ref' in file ? file.ref.sha256 : (await hashFile(file.path, signal)).sha256,
    })),
  );
  const before = await access.partitions(options.versions.slice(0, LOOKED_AT));
  const divided = await reader.run(
    'divide',
    {
      plan: whole.plan,
      pieces: readings.map(({ bucket, period, sha256, rows }) => ({ bucket, period, sha256, rows })),
      entities: whole.entities,
      before: before.map(({ bucket, period, key }) => ({ bucket, period, key })),
      joined: options.joined.map(({ join, period, sha256 }) => ({ join, period, sha256 })),
      rowsPerStretch: rowsPerPart,
    },
    { what: 'dividing the work of a version', signal },
  );
  const units = unitsOf(divided, readings);
  const parts =
    units.length === 0
      ? []
      : assignParts(
          units.map(({ rows }) => rows),
          rowsPerPart,
        );
  const partsOf = createPartsOf(units, parts);
  const wholes = new Set(divided.whole);
  // In one file, where there is one: to put its periods together again would be work.
  const passed = whole.whole.filter(({ bucket }) => wholes.has(bucket));
  const isPassed = new Set(passed.map(({ bucket }) => bucket));
  const pieces = readings.filter(({ bucket }) => !isPassed.has(bucket));
  const partCount = Math.max(0, ...parts) + 1;
  const outputs: Output[] = [];
  const handOn = async (file: FileOutput, to: ReadonlySet<number>): Promise<void> => {
    outputs.push(...(await fileFor({ ...file, key: workKey(file.key) }, to, partCount)));
  };
  for (const file of pieces) {
    const { bucket, period, rows, sha256 } = file;
    const wanting = partsOf.piece(file);
    if (wanting === undefined) continue;
    if ('ref' in file) outputs.push(...[...wanting].map((to): Output => ({ ref: file.ref, to })));
    else {
      const key = `readings-${bucketName(bucket)}-${period}.parquet`;
      const labels = { kind: 'readings', bucket, period, rows };
      await handOn({ store: 'features', key, path: file.path, sha256, labels }, wanting);
    }
  }
  for (const { bucket, path, rows } of passed) {
    const key = `readings-${bucketName(bucket)}.parquet`;
    const labels = { kind: 'readings', bucket, rows };
    await handOn({ store: 'features', key, path, labels }, partsOf.bucket(bucket));
  }
  for (const { bucket, path } of divided.entities) {
    const key = `entities-${bucketName(bucket)}.parquet`;
    await handOn(
      { store: 'features', key, path, labels: { kind: 'entities', bucket } },
      partsOf.bucket(bucket),
    );
  }
  const isNeeded = new Set(divided.joined.map(({ join, period }) => `${join} ${period}`));
  const everyPart = new Set(Array.from({ length: partCount }, (_, part) => part));
  for (const { join, period, path, sha256 } of options.joined) {
    if (!isNeeded.has(`${join} ${period}`) || units.length === 0) continue;
    const labels = { kind: 'joined', join, period };
    await handOn(
      { store: 'features', key: `joined-${join}-${period}.parquet`, path, sha256, labels },
      everyPart,
    );
  }
  const stored = new Map(before.map((partition) => [pieceName(partition), partition]));
  const carried = divided.carried.flatMap(({ bucket, period }): ObjectRef[] => {
    const file = stored.get(pieceName({ bucket, period }))?.file;
    // A period without rows has none.
    if (file === undefined) return [];
    const { ref, ...found } = file;
    return [{ ...ref, labels: { kind: 'partition', bucket, period, ...found } }];
  });
  // In a file: the ledger stays small, however many there are.
  if (carried.length > 0)
    outputs.push({
      store: 'features',
      key: workKey('carried.json'),
      body: JSON.stringify(carried),
      labels: { kind: 'carried' },
    });
  outputs.push({
    store: 'features',
    key: workKey('profile.json'),
    body: JSON.stringify(whole.profile),
    labels: { kind: 'profile' },
  });
  outputs.push({
    store: 'features',
    key: workKey('partitions.json'),
    body: JSON.stringify({ format: 1, partitions: divided.keys } satisfies PartitionList),
    labels: { kind: 'partitions' },
  });
  return {
    outputs,
    parts: partCount,
    stretches: stretchesIn(units, parts),
    partitions: { made: divided.keys.length - divided.carried.length, carried: divided.carried.length },
  };
};
