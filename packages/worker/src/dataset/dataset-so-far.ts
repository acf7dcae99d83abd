import { type DatasetSoFar, soFar } from '@wattline/engine/further-file';
import { joinedEntries, type LogEntry, uploadEntries } from './dataset-log.ts';
import { factsOf } from './kept-facts.ts';
import { uploadsInForce } from './uploads-in-force.ts';

/** What a dataset's other uploads say of how the one of `run` is read; of a run to come, all do. */
export const datasetSoFar = (
  entries: readonly LogEntry[],
  run?: string,
): DatasetSoFar & { readonly uploads: number } => {
  // What is deleted still showed what the dataset's files are like.
  const others = uploadEntries(entries).filter((entry) => entry.run !== run);
  const [first] = others;
  const left = uploadsInForce(joinedEntries(entries).filter((entry) => entry.run !== run));
  return {
    ...soFar(first && factsOf(first), uploadsInForce(others).map(factsOf)),
    uploads: left.length,
  };
};
