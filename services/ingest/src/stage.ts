import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ingestFile, profileReadings } from '@wattline/engine';
import { RejectedError } from '@wattline/errors';
import { parseSpec, type Spec, SpecError } from '@wattline/spec';
import { type InputFile, type Output, quarantineKey, type Stage } from '@wattline/worker';
import { assignParts } from './parts.ts';

const inputOf = (inputs: readonly InputFile[], kind: string): InputFile | undefined =>
  inputs.find(({ ref }) => ref.labels?.kind === kind);

const readSpec = async (
  input: InputFile | undefined,
): Promise<{ spec: Spec; specSource: 'file' | 'preset' } | undefined> => {
  if (input === undefined) return undefined;
  const text = await readFile(input.path, 'utf8');
  try {
    const spec = parseSpec(text, { file: input.ref.key });
    return { spec, specSource: /^\s*preset:/m.test(text) ? 'preset' : 'file' };
  } catch (cause) {
    if (!(cause instanceof SpecError)) throw cause;
    const { code, message, place, remedy } = cause;
    throw new RejectedError(code, message, { place, remedy, cause });
  }
};

const bucketName = (bucket: number): string => String(bucket).padStart(3, '0');

/** Raw file → checked, typed, sorted readings by entity bucket; refused rows to quarantine; a profile of what there is. */
export const ingestStage = ({ rowsPerPart }: { rowsPerPart: number }): Stage => ({
  name: 'ingest',
  run: async ({ run, inputs, scratch, signal, workKey, log }) => {
    const raw = inputOf(inputs, 'raw');
    if (raw === undefined)
      throw new RejectedError('UPLOAD_GONE', 'the run has no upload', { remedy: 'upload the file again' });
    const folder = join(scratch, 'readings');
    await mkdir(folder);
    const spec = await readSpec(inputOf(inputs, 'spec'));
    const { plan, readings, quarantine, receipt } = await ingestFile({
      path: raw.path,
      name: run.upload.key,
      folder,
      contentSha256: raw.ref.sha256,
      signal,
      ...spec,
    });
    const profile = await profileReadings({ plan, readings });
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
        key: quarantineKey(run.run),
        path: quarantine.path,
        labels: { kind: 'quarantine', rows: quarantine.rows },
      });
    }
    return {
      outputs,
      parts: Math.max(...parts) + 1,
      result: { ...receipt, plan, ...(quarantine !== undefined && { quarantine: quarantineKey(run.run) }) },
    };
  },
});
