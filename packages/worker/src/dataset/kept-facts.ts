import { DatasetSpec, KeptUpload } from '@wattline/engine/kept-upload';
import { z } from 'zod';
import { type KeptReadings, type LogEntry, uploadEntries } from './dataset-log.ts';

/** What an entry of the log says of an upload's readings. */
const Facts = z.object({ dataset: DatasetSpec, upload: KeptUpload });

export const factsOf = ({ facts }: Pick<KeptReadings, 'facts'>): z.infer<typeof Facts> => Facts.parse(facts);

/** What the newest version of a dataset was made by; undefined where it has no upload. */
export const datasetSpecOf = (entries: readonly LogEntry[]): DatasetSpec | undefined => {
  const uploads = uploadEntries(entries);
  const [first, last] = [uploads[0], uploads.at(-1)].map((entry) => entry && factsOf(entry).dataset);
  return last?.specSource === 'inferred' ? first : last;
};
