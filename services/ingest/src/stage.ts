import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { RejectedError } from '@wattline/errors';
import { readLimits, type SetLimits } from '@wattline/reader';
import { type InputFile, type Output, quarantineKey, type Stage } from '@wattline/worker/stage';
import type { IngestReader } from './open-ingest-reader.ts';
import { assignParts } from './parts.ts';

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
 * Raw file → checked, typed, sorted readings by entity bucket; refused rows to quarantine; a profile of what there is.
 * The file is read in a process that may die: its death is an error of this attempt.
 */
export const ingestStage = ({ rowsPerPart, reader, readLimits: set }: IngestStageOptions): Stage => ({
  name: 'ingest',
  close: () => reader.close(),
  run: async ({ run, replay, inputs, scratch, signal, workKey, log }) => {
    const raw = inputOf(inputs, 'raw');
    if (raw === undefined)
      throw new RejectedError('UPLOAD_GONE', 'the run has no upload', { remedy: 'upload the file again' });
    const folder = join(scratch, 'readings');
    await mkdir(folder);
    const spec = inputOf(inputs, 'spec');
    const { plan, readings, quarantine, receipt, profile } = await reader.run(
      'ingest',
      {
        path: raw.path,
        name: run.upload.key,
        folder,
        contentSha256: raw.ref.sha256,
        ...(spec && { specFile: { path: spec.path, name: spec.ref.key } }),
      },
      { file: run.upload.key, folder, limits: readLimits(raw.ref.bytes, set), signal },
    );
    const parts = assignParts(
      readings.map(({ rows }) => rows),
      rowsPerPart,
    );
    log.info(
      { rows: receipt.rows, parts: Math.max(...parts) + 1, version: plan.version },
      'readings checked',
    );
    const outputs: Output[] = readings.map(({ bucket, path, rows }, index) => ({
      store: 'features',
      key: workKey(`readings-${bucketName(bucket)}.parquet`),
      path,
      labels: { kind: 'readings', bucket, rows },
      to: parts[index] ?? 0,
    }));
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
        plan,
        ...(quarantine !== undefined && { quarantine: quarantineKey(run.run, replay) }),
      },
    };
  },
});
