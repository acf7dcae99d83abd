import type { DatasetSoFar } from '@wattline/engine/further-file';
import type { Stores } from '../backend.ts';
import { specKey } from '../upload.ts';
import { readLog } from './dataset-log.ts';
import { datasetSoFar } from './dataset-so-far.ts';

/** What a run of a file goes by, apart from the file. */
export interface ReadBefore {
  /** The dataset's `wattline.yaml`; undefined where there is none. */
  readonly specText: string | undefined;
  readonly soFar: DatasetSoFar;
  /** How many uploads the dataset has before it. */
  readonly uploads: number;
}

/**
 * Reads what a dataset says of how a file of it is read, as ingest does.
 *
 * @param options.run whose upload the file is, where it is one
 * @param options.specText in place of the dataset's own
 */
export const readBefore = async (
  { staging, results }: Pick<Stores, 'staging' | 'results'>,
  dataset: string,
  options: { readonly run?: string; readonly specText?: string | undefined } = {},
): Promise<ReadBefore> => {
  const [own, entries] = await Promise.all([
    options.specText === undefined ? staging.get(specKey(dataset)) : undefined,
    readLog(results, dataset),
  ]);
  const { uploads, ...soFar } = datasetSoFar(entries, options.run);
  return { specText: options.specText ?? (own && new TextDecoder().decode(own.body)), soFar, uploads };
};
