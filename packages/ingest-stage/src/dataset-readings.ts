import type { DatasetLayer, KeptReadings, ObjectRef, StageWork } from '@wattline/worker/stage';
import pMap from 'p-map';
import type { CheckedFile } from './reader-tasks.ts';

/** Files written at once: each waits for the disk, or the network. */
const CONCURRENCY = 8;

type Access = NonNullable<StageWork['dataset']>;

const bucketName = (bucket: number): string => String(bucket).padStart(3, '0');

/**
 * Puts the readings of an upload where the dataset keeps them.
 *
 * @param by names the attempt to add an upload: a replay reads it again, and another upload may
 */
export const keepUpload = async (
  access: Access,
  { run, upload }: Pick<KeptReadings, 'run' | 'upload'>,
  { kept }: Pick<CheckedFile, 'kept'>,
  by: string,
): Promise<KeptReadings> => {
  const { dataset, upload: facts } = kept;
  const { readings, lines: linesPath, ...known } = facts;
  const refs = await pMap(
    readings,
    ({ bucket, period, path, rows }) => {
      const name = `${run}/${by}/readings-${bucketName(bucket)}-${period}.parquet`;
      return access.keep(name, path, { kind: 'readings', bucket, period, rows });
    },
    { concurrency: CONCURRENCY },
  );
  const lines =
    linesPath === undefined ? undefined : await access.keep(`${run}/${by}/lines.parquet`, linesPath, {});
  return { run, upload, readings: refs, ...(lines && { lines }), facts: { dataset, upload: known } };
};

/** The files of all uploads among the layers. */
export const readingsOf = (layers: readonly DatasetLayer[]): ObjectRef[] =>
  layers.flatMap((layer) => (layer.type === 'upload' ? layer.readings : []));
