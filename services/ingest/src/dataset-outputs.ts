import type { ObjectRef, Output, StageWork } from '@wattline/worker/stage';
import { assignParts } from './parts.ts';
import type { CheckedDataset } from './reader-tasks.ts';

const bucketName = (bucket: number): string => String(bucket).padStart(3, '0');

/** What ingest hands on of a dataset: its readings by parts, and the profile. */
export const datasetOutputs = (
  { readings, profile }: Pick<CheckedDataset, 'readings' | 'profile'>,
  options: {
    readonly rowsPerPart: number;
    readonly workKey: StageWork['workKey'];
    /** By its path: a file that the dataset keeps already. */
    readonly keptOf?: ReadonlyMap<string, ObjectRef | undefined>;
  },
): { readonly outputs: Output[]; readonly parts: number } => {
  const { rowsPerPart, workKey, keptOf } = options;
  const parts = assignParts(
    readings.map(({ rows }) => rows),
    rowsPerPart,
  );
  const outputs = readings.map(({ bucket, path, rows }, index): Output => {
    const ref = keptOf?.get(path);
    const to = parts[index] ?? 0;
    if (ref !== undefined) return { ref, to };
    const key = workKey(`readings-${bucketName(bucket)}.parquet`);
    return { store: 'features', key, path, labels: { kind: 'readings', bucket, rows }, to };
  });
  outputs.push({
    store: 'features',
    key: workKey('profile.json'),
    body: JSON.stringify(profile),
    labels: { kind: 'profile' },
  });
  return { outputs, parts: Math.max(...parts) + 1 };
};
