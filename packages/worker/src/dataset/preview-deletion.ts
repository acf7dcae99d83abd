import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { type Deletes, DeletionRequest, type DeletionSurvey } from '@wattline/engine/deletion';
import { UsageError } from '@wattline/errors';
import type { Stores } from '../backend.ts';
import { fetchInputs } from '../inputs.ts';
import { readLog } from './dataset-log.ts';
import { deletedSpan, layerFiles } from './layer-files.ts';
import { type DeletionPlan, nothingDeleted, noUploads, planDeletion } from './plan-deletion.ts';
import type { DatasetLayer } from './uploads-in-force.ts';

/** After everything that the store has by now. */
const NOW = { key: '', order: '\uffff' };

/** Throws UsageError where it says too little, or too much. */
export const readDeletionRequest = (given: unknown): DeletionRequest => {
  const read = DeletionRequest.safeParse(given);
  if (read.success) return read.data;
  throw new UsageError(
    'DELETION_INVALID',
    `the deletion ${read.error.issues.map(({ message }) => message).join('; ')}`,
    {
      remedy: 'name an entity, a span (from, to) or both; or the run of an upload',
      cause: read.error,
    },
  );
};

/** A deletion as it would be by now. Throws RejectedError where it does not fit the dataset. */
export const planRequest = async (
  { results }: Pick<Stores, 'results'>,
  dataset: string,
  request: DeletionRequest,
): Promise<DeletionPlan> => {
  const plan = planDeletion(await readLog(results, dataset), { dataset, run: '', upload: NOW, request });
  if (plan === undefined) throw noUploads(dataset);
  return plan;
};

/** Readings of the layers that a deletion names. */
export const surveyLayers = async (
  stores: Stores,
  { dataset, deletes }: Pick<DeletionPlan, 'dataset' | 'deletes'>,
  layers: readonly DatasetLayer[],
  { scratch, signal }: { readonly scratch: string; readonly signal: AbortSignal },
): Promise<DeletionSurvey> => {
  const folder = await mkdtemp(join(scratch, 'deletion-'));
  try {
    const refs = layers.flatMap((layer) => (layer.type === 'upload' ? layer.readings : []));
    const files = await fetchInputs(refs, stores, folder, signal);
    // Polars is loaded by those who look.
    const { surveyDeletion } = await import('@wattline/engine/ingest');
    const describe = (): object => ({});
    return await surveyDeletion(dataset.spec, layerFiles(layers, files, describe), deletedSpan(deletes));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
};

/** What a deletion would take out by now, in readings (of an entity at a time). Throws RejectedError where that is nothing. */
export const previewDeletion = async (
  stores: Stores,
  dataset: string,
  request: DeletionRequest,
  { scratch, signal }: { readonly scratch: string; readonly signal: AbortSignal },
): Promise<Deletes & { readonly rows: number }> => {
  const plan = await planRequest(stores, dataset, request);
  const { deletes, before, uploadRows } = plan;
  if (deletes.upload !== undefined) {
    if (uploadRows === undefined) throw nothingDeleted(plan, dataset, { rows: 0 });
    return { ...deletes, rows: uploadRows };
  }
  const survey = await surveyLayers(stores, plan, before, { scratch, signal });
  if (survey.rows === 0) throw nothingDeleted(plan, dataset, survey);
  return { ...deletes, rows: survey.rows };
};
