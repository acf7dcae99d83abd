import type { PlannedPartitions } from '@wattline/engine/ingest';
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
  readonly stretches: PlannedPartitions['stretches'];
  /** Partitions that are made, and those that are taken over from a version before. */
  readonly partitions: { readonly made: number; readonly carried: number };
}

/** Readings that are worked on: all of a bucket that is made whole, else those that its stretches need. */
const isNeeded = ({ whole, stretches }: Pick<PlannedPartitions, 'whole' | 'stretches'>) => {
  const wholes = new Set(whole);
  const needed = new Set(
    stretches.flatMap(({ bucket, readings }) => readings.map((period) => pieceName({ bucket, period }))),
  );
  return (piece: { readonly bucket: number; readonly period: string }): boolean =>
    wholes.has(piece.bucket) || needed.has(pieceName(piece));
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
      pieces: readings.map(({ bucket, period, sha256 }) => ({ bucket, period, sha256 })),
      entities: whole.entities,
      before: before.map(({ bucket, period, key }) => ({ bucket, period, key })),
    },
    { what: 'dividing the work of a version', signal },
  );
  const worked = Map.groupBy(readings.filter(isNeeded(divided)), ({ bucket }) => bucket);
  const parts =
    worked.size === 0
      ? []
      : assignParts(
          [...worked.values()].map((files) => files.reduce((sum, { rows }) => sum + rows, 0)),
          rowsPerPart,
        );
  const partOf = new Map([...worked.keys()].map((bucket, index) => [bucket, parts[index] ?? 0]));
  const wholes = new Set(divided.whole);
  // In one file, where there is one: to put its periods together again would be work.
  const passed = whole.whole.filter(({ bucket }) => wholes.has(bucket));
  const isPassed = new Set(passed.map(({ bucket }) => bucket));
  const pieces = [...worked.values()].flat().filter(({ bucket }) => !isPassed.has(bucket));
  const outputs = pieces.map((file): Output => {
    const { bucket, period, rows, sha256 } = file;
    const to = partOf.get(bucket) ?? 0;
    if ('ref' in file) return { ref: file.ref, to };
    const key = workKey(`readings-${bucketName(bucket)}-${period}.parquet`);
    const labels = { kind: 'readings', bucket, period, rows };
    return { store: 'features', key, path: file.path, sha256, labels, to };
  });
  for (const { bucket, path, rows } of passed) {
    const key = workKey(`readings-${bucketName(bucket)}.parquet`);
    const to = partOf.get(bucket) ?? 0;
    outputs.push({ store: 'features', key, path, labels: { kind: 'readings', bucket, rows }, to });
  }
  for (const { bucket, path } of divided.entities) {
    const key = workKey(`entities-${bucketName(bucket)}.parquet`);
    outputs.push({
      store: 'features',
      key,
      path,
      labels: { kind: 'entities', bucket },
      to: partOf.get(bucket) ?? 0,
    });
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
    parts: Math.max(0, ...parts) + 1,
    stretches: divided.stretches,
    partitions: { made: divided.keys.length - divided.carried.length, carried: divided.carried.length },
  };
};
