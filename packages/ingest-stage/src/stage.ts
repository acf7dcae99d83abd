import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { RejectedError } from '@wattline/errors';
import { readLimits, type SetLimits } from '@wattline/reader';
import { type InputFile, isDeletion, quarantineKey, type Stage } from '@wattline/worker/stage';
import { CutPlan } from './cut-plan.ts';
import { deleteReadings, deletionResult } from './delete-readings.ts';
import { type Divided, divide } from './divide.ts';
import { growDataset } from './grow-dataset.ts';
import type { IngestReader } from './open-ingest-reader.ts';
import { type How, readByCuts, readSharedCut } from './read-by-cuts.ts';

export interface IngestStageOptions {
  readonly rowsPerPart: number;
  readonly reader: IngestReader;
  /** Instead of what follows from the file's size. */
  readonly readLimits?: SetLimits | undefined;
  /** From so many readings of a first upload on, what they show is kept for the next. */
  readonly piecesFromRows?: number;
  /** A text of twice as much and more is read in cuts of about so many bytes, by all workers that are free. */
  readonly cutBytes?: number;
}

/** Fewer are read again sooner than that is kept. */
const PIECES_FROM_ROWS = 100_000;

const CUT_BYTES = 64 * 2 ** 20;

/** Of a process that has read cuts: more of them would stay while all are settled. */
const BEGINS_BELOW = 200 * 2 ** 20;

const hasSome = (stretches: Divided['stretches']): boolean => 'parted' in stretches || stretches.length > 0;

const inputOf = (inputs: readonly InputFile[], kind: string): InputFile | undefined =>
  inputs.find(({ ref }) => ref.labels?.kind === kind);

/**
 * Raw file → checked, typed, sorted readings by entity bucket, together with those of the dataset's other uploads;
 * refused rows to quarantine; a profile of what there is. Files are read in a process that may die: its death is an
 * error of this attempt.
 */
export const ingestStage = ({
  rowsPerPart,
  reader,
  readLimits: set,
  piecesFromRows = PIECES_FROM_ROWS,
  cutBytes = CUT_BYTES,
}: IngestStageOptions): Stage => ({
  name: 'ingest',
  share: (work) => readSharedCut({ reader, limits: set }, work),
  knowsPlan: (plan) => CutPlan.safeParse(plan).success,
  close: () => reader.close(),
  run: async ({
    run,
    replay,
    inputs,
    scratch,
    signal,
    workKey,
    log,
    dataset: access,
    divide: share,
    lend,
  }) => {
    const raw = inputOf(inputs, 'raw');
    if (raw === undefined)
      throw new RejectedError('UPLOAD_GONE', 'the run has no upload', { remedy: 'upload the file again' });
    if (access === undefined) throw new Error('the stage that takes uploads has their dataset');
    const dividing = { access, reader, rowsPerPart, workKey, signal };
    if (isDeletion(run.upload.key)) {
      const folder = join(scratch, 'joined');
      const shrunk = await deleteReadings({ access, reader, run, replay, raw, folder, signal });
      const { outputs, parts, stretches, partitions } = await divide({ ...dividing, ...shrunk });
      outputs.push(...shrunk.fitted);
      const result = deletionResult(shrunk);
      const dataset = { ...result.dataset, partitions };
      log.info({ rows: shrunk.rows, parts, ...dataset }, 'readings deleted');
      return { outputs, parts, result: { ...result, dataset, ...(hasSome(stretches) && { stretches }) } };
    }
    const spec = inputOf(inputs, 'spec');
    const specFile = spec && { path: spec.path, name: spec.ref.key };
    let reads = 0;
    const read = async (file: InputFile, key: string, how: How) => {
      reads += 1;
      const folder = join(scratch, `readings-${reads}`);
      await mkdir(folder);
      const sharing = share && lend && { divide: share, lend };
      const { cuts, unpacked } =
        (sharing &&
          (await readByCuts(
            { reader, limits: set },
            { ...sharing, cutBytes, raw: file, name: key, how, folder: `${folder}-cuts`, signal },
          ))) ??
        {};
      if (cuts !== undefined) log.info({ file: key, cuts: cuts.length }, 'read in cuts');
      return reader.run(
        'ingest',
        {
          path: file.path,
          name: key,
          folder,
          contentSha256: file.ref.sha256,
          piecesFromRows,
          ...(cuts && { cuts }),
          ...(unpacked && { unpacked }),
          ...how,
        },
        {
          ...{ file: key, folder, limits: readLimits(file.ref.bytes, set), signal },
          ...(cuts && { beginsBelow: BEGINS_BELOW }),
        },
      );
    };
    const { own, readings, whole, fitted, joined, versions, wayWritten, ...grown } = await growDataset({
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
    const { plan, warnings } = whole;
    const divided = await divide({ ...dividing, whole, versions, readings, joined });
    const { outputs, parts, stretches, partitions } = divided;
    outputs.push(...fitted);
    log.info({ rows: receipt.rows, parts, version: plan.version, ...grown, partitions }, 'readings checked');
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
      parts,
      result: {
        ...receipt,
        warnings: [...new Set([...receipt.warnings, ...warnings])],
        plan,
        dataset: { ...grown, partitions },
        ...(wayWritten && { written: wayWritten }),
        ...(hasSome(stretches) && { stretches }),
        ...(quarantine !== undefined && { quarantine: quarantineKey(run.run, replay) }),
      },
    };
  },
});
