import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { RejectedError } from '@wattline/errors';
import { readLimits, type SetLimits } from '@wattline/reader';
import { type InputFile, type Output, quarantineKey, type Stage } from '@wattline/worker/stage';
import { growDataset } from './grow-dataset.ts';
import type { IngestReader } from './open-ingest-reader.ts';
import { assignParts } from './parts.ts';
import type { IngestTask } from './reader-tasks.ts';

export interface IngestStageOptions {
  readonly rowsPerPart: number;
  readonly reader: IngestReader;
  /** Instead of what follows from the file's size. */
  readonly readLimits?: SetLimits | undefined;
}

const inputOf = (inputs: readonly InputFile[], kind: string): InputFile | undefined =>
  inputs.find(({ ref }) => ref.labels?.kind === kind);

const bucketName = (bucket: number): string => String(bucket).padStart(3, '0');

/**
 * Raw file → checked, typed, sorted readings by entity bucket, together with those of the dataset's other uploads;
 * refused rows to quarantine; a profile of what there is. Files are read in a process that may die: its death is an
 * error of this attempt.
 */
export const ingestStage = ({ rowsPerPart, reader, readLimits: set }: IngestStageOptions): Stage => ({
  name: 'ingest',
  close: () => reader.close(),
  run: async ({ run, replay, inputs, scratch, signal, workKey, log, dataset: access }) => {
    const raw = inputOf(inputs, 'raw');
    if (raw === undefined)
      throw new RejectedError('UPLOAD_GONE', 'the run has no upload', { remedy: 'upload the file again' });
    if (access === undefined) throw new Error('the stage that takes uploads has their dataset');
    const spec = inputOf(inputs, 'spec');
    const specFile = spec && { path: spec.path, name: spec.ref.key };
    let reads = 0;
    const read = async (
      file: InputFile,
      key: string,
      how: Pick<IngestTask, 'specFile' | 'found' | 'knownColumns'>,
    ) => {
      reads += 1;
      const folder = join(scratch, `readings-${reads}`);
      await mkdir(folder);
      return reader.run(
        'ingest',
        { path: file.path, name: key, folder, contentSha256: file.ref.sha256, ...how },
        { file: key, folder, limits: readLimits(file.ref.bytes, set), signal },
      );
    };
    const {
      own,
      readings: kept,
      whole,
      ...grown
    } = await growDataset({
      access,
      reader,
      run,
      replay,
      specFile,
      raw,
      read,
      folder: join(scratch, 'joined'),
      signal,
    });
    const { quarantine, receipt } = own;
    const { plan, readings, profile, warnings } = whole;
    const parts = assignParts(
      readings.map(({ rows }) => rows),
      rowsPerPart,
    );
    log.info(
      { rows: receipt.rows, parts: Math.max(...parts) + 1, version: plan.version, ...grown },
      'readings checked',
    );
    // Where nothing was made of neighbours, the readings are those that the dataset keeps.
    const keptOf = new Map(own.kept.upload.readings.map(({ path }, index) => [path, kept[index]]));
    const outputs = readings.map(({ bucket, path, rows }, index): Output => {
      const ref = keptOf.get(path);
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
    if (quarantine !== undefined) {
      outputs.push({
        store: 'results',
        key: quarantineKey(run.run, replay),
        path: quarantine.path,
        labels: { kind: 'quarantine', rows: quarantine.rows },
      });
    }
    return {
      outputs,
      parts: Math.max(...parts) + 1,
      result: {
        ...receipt,
        warnings: [...new Set([...receipt.warnings, ...warnings])],
        plan,
        dataset: grown,
        ...(quarantine !== undefined && { quarantine: quarantineKey(run.run, replay) }),
      },
    };
  },
});
