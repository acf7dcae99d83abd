import { readFile } from 'node:fs/promises';
import { type Deletes, DeletionRequest, type DeletionSurvey } from '@wattline/engine/deletion';
import { RejectedError, TransientError } from '@wattline/errors';
import {
  type DeletionPlan,
  deletedSpan,
  Erases,
  type InputFile,
  layerFiles,
  nothingDeleted,
  noUploads,
  planDeletion,
  type StageWork,
} from '@wattline/worker/stage';
import { z } from 'zod';
import { chooseDrift } from './choose-drift.ts';
import { chooseFit } from './choose-fit.ts';
import { readingsOf } from './dataset-readings.ts';
import { type Grown, grownBy, upToOwn } from './grow-dataset.ts';
import { joinDataset } from './join-dataset.ts';
import type { IngestReader } from './open-ingest-reader.ts';
import { takeJoined } from './take-joined.ts';

/** A deletion as part of its dataset. */
interface Shrunk
  extends Pick<
    Grown,
    'whole' | 'fitted' | 'joined' | 'readings' | 'entry' | 'uploads' | 'changed' | 'versions' | 'wayWritten'
  > {
  readonly deletes: Deletes;
  /** Readings (of an entity at a time) that it took out. */
  readonly rows: number;
}

interface Options {
  readonly access: NonNullable<StageWork['dataset']>;
  readonly reader: IngestReader;
  readonly run: StageWork['run'];
  readonly replay: number;
  readonly raw: InputFile;
  readonly folder: string;
  readonly signal: AbortSignal;
}

/** As the staging store has it. */
const Deletion = z.object({ by: z.string().optional(), deletes: DeletionRequest, erases: Erases.optional() });

const readDeletion = async ({ path, ref }: InputFile): Promise<z.infer<typeof Deletion>> => {
  try {
    return Deletion.parse(JSON.parse(await readFile(path, 'utf8')));
  } catch (cause) {
    throw new RejectedError('DELETION_INVALID', `${ref.key} is no deletion`, {
      place: { file: ref.key },
      remedy: 'ask for it with: wattline delete',
      cause,
    });
  }
};

const earlierFirst = (key: string): TransientError =>
  new TransientError(
    'UPLOADS_PENDING',
    `uploads that are earlier than ${key} are still to join the dataset`,
    {
      place: { file: key },
      remedy: 'nothing: it is retried; where their runs fail, replay these, then this one',
    },
  );

const survey = async (
  { access, reader, signal }: Options,
  { dataset, deletes, before: inForce, ever, uploadRows }: DeletionPlan,
  erases: Erases | undefined,
): Promise<DeletionSurvey> => {
  if (deletes.upload !== undefined) return { rows: uploadRows ?? 0 };
  // What is deleted already can still be erased.
  const before = erases === undefined ? inForce : ever;
  const files = await access.fetch(readingsOf(before));
  return reader.run(
    'survey',
    {
      spec: dataset.spec,
      layers: layerFiles(before, files, () => ({})),
      deletes: deletedSpan(deletes),
    },
    { what: 'looking for what is deleted', signal },
  );
};

/**
 * Takes readings out of a dataset: an entry in its log says which, and counts against the uploads that the store dates
 * earlier. Throws RejectedError where these have nothing of it, unless one of them is still to join.
 */
export const deleteReadings = async (options: Options): Promise<Shrunk> => {
  const { access, run, replay, raw, folder } = options;
  const { key, versionId, order } = run.upload;
  const upload = { key, order, ...(versionId && { versionId }) };
  const { deletes: request, by, erases } = await readDeletion(raw);
  for (let round = 1; ; round += 1) {
    const { entries, isKnown, own: written } = upToOwn(await access.entries(), run.run, replay);
    const mayPass = async (): Promise<boolean> => isKnown || (await access.awaits(run.upload.at, entries));
    /** Refuses by what the dataset is now, not by what it was a moment ago. */
    const hasGrown = async (): Promise<boolean> => (await access.entries()).length > entries.length;
    const plan = planDeletion(entries, { dataset: run.dataset, run: run.run, upload, request });
    if (plan === undefined) {
      if (await mayPass()) throw earlierFirst(key);
      if (await hasGrown()) continue;
      throw noUploads(run.dataset);
    }
    const { dataset, deletes, layers, uploadRows } = plan;
    const found = await survey(options, plan, erases);
    if (found.rows === 0 && uploadRows === undefined && !(await mayPass())) {
      if (await hasGrown()) continue;
      throw nothingDeleted(plan, run.dataset, found);
    }
    const { whole: joined, keep } = await joinDataset({
      ...options,
      dataset,
      layers,
      before: entries,
      own: run,
      replay,
      folder: `${folder}-${round}`,
    }).catch(async (error: unknown) => {
      const isEmpty = error instanceof RejectedError && error.code === 'NOTHING_LEFT';
      throw isEmpty && (await mayPass()) ? earlierFirst(key) : error;
    });
    const entry = entries.length + 1;
    // A fit to what is erased would keep its least and greatest values, and its name as a word that is encoded: that goes
    // with what is deleted, since a version that does not hold an entity stays when it is erased.
    const known = erases === undefined ? entries : [];
    const taken = await takeJoined({
      ...options,
      plan: joined.plan,
      written,
      entities: joined.names,
      folder: `${folder}-others-${round}`,
    });
    const fits = joined.plan.spec.encodings === undefined ? known : [];
    const { plan: chosen, scaledBy, outputs } = await chooseFit(access, taken.plan, fits, written);
    const fitted = [...outputs, ...(await chooseDrift(access, chosen, known, scaledBy))];
    const whole = { ...joined, plan: chosen, warnings: [...joined.warnings, ...taken.warnings] };
    const { version, fit, joined: versions } = chosen;
    const added = {
      type: 'deletion' as const,
      entry,
      at: new Date().toISOString(),
      replay,
      run: run.run,
      upload,
      deletes,
      rows: found.rows,
      ...(erases !== undefined && { erases }),
      ...(by !== undefined && { by }),
      version,
      ...(fit && { fit }),
      ...(versions && { joined: versions }),
    };
    if (isKnown || (await access.append(added))) {
      await access.afterSweep();
      return {
        whole,
        fitted,
        joined: taken.pieces,
        readings: await keep(),
        entry,
        ...grownBy(layers, entries, { dataset: run.dataset, version }),
        deletes,
        rows: found.rows,
      };
    }
  }
};

/** What ingest reports of a deletion: no file was read. */
export const deletionResult = ({ whole, deletes, rows, entry, uploads, changed, wayWritten }: Shrunk) => ({
  rows: { read: 0, accepted: 0, refused: 0, exactDuplicates: 0, conflicts: 0 },
  reasons: {},
  source: {},
  columns: [],
  evidence: [],
  questions: [],
  warnings:
    rows === 0 && deletes.upload === undefined
      ? [
          ...whole.warnings,
          'nothing of this is in the dataset yet: uploads that are earlier are still to join',
        ]
      : whole.warnings,
  plan: whole.plan,
  dataset: { entry, uploads, changed },
  ...(wayWritten && { written: wayWritten }),
  deletion: { ...deletes, rows },
});
