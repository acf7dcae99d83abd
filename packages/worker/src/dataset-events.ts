import { z } from 'zod';
import type { Backend } from './backend.ts';
import type { LogEntry } from './dataset/dataset-log.ts';

const DatasetEventType = z.enum([
  'wattline.version.pinned',
  'wattline.version.unpinned',
  'wattline.versions.swept',
  'wattline.entity.erased',
]);
type DatasetEventType = z.infer<typeof DatasetEventType>;

/** CloudEvents 1.0, JSON format, of what happens to a dataset without a run: each is an entry of its log. */
export const DatasetEvent = z.object({
  specversion: z.literal('1.0'),
  /** The same fact has the same id however often it is sent. */
  id: z.string().min(1),
  source: z.literal('/wattline/datasets'),
  type: DatasetEventType,
  /** The dataset. */
  subject: z.string().min(1),
  /** When it was entered in the log. */
  time: z.iso.datetime(),
  datacontenttype: z.literal('application/json'),
  data: z.object({
    dataset: z.string().min(1),
    /** Its number in the dataset's log. */
    entry: z.int().positive(),
    /** That is pinned, or not any more. */
    version: z.string().optional(),
    /** That it is pinned under. */
    name: z.string().optional(),
    /** That are removed. */
    versions: z.array(z.string()).optional(),
    /** Of the deletion that an erasure begins with. What it erased is not said. */
    run: z.string().optional(),
    /** Who asked for it, where that is known. */
    by: z.string().optional(),
  }),
});
export type DatasetEvent = z.infer<typeof DatasetEvent>;

/** What an entry of a log is to those who watch; undefined for one that a run reports. */
const describe = (
  entry: LogEntry,
):
  | { readonly type: DatasetEventType; readonly data: Omit<DatasetEvent['data'], 'dataset' | 'entry'> }
  | undefined => {
  switch (entry.type) {
    case 'pin': {
      const { version, name, by } = entry;
      return { type: 'wattline.version.pinned', data: { version, name, by } };
    }
    case 'unpin':
      return { type: 'wattline.version.unpinned', data: { version: entry.version, by: entry.by } };
    case 'sweep':
      return { type: 'wattline.versions.swept', data: { versions: entry.versions } };
    case 'deletion':
      return entry.erases === undefined
        ? undefined
        : { type: 'wattline.entity.erased', data: { run: entry.run, by: entry.by } };
    default:
      return undefined;
  }
};

export const datasetEvent = (dataset: string, entry: LogEntry): DatasetEvent | undefined => {
  const found = describe(entry);
  return (
    found && {
      specversion: '1.0',
      id: `${dataset}/${entry.entry}/${found.type}`,
      source: '/wattline/datasets',
      type: found.type,
      subject: dataset,
      time: entry.at,
      datacontenttype: 'application/json',
      data: { dataset, entry: entry.entry, ...found.data },
    }
  );
};

/** Publishes what an entry of a dataset's log is to those who watch. Twice is harmless: the event has the same id. */
export type AnnounceEntry = (dataset: string, entry: LogEntry) => Promise<void>;

export const announceEntries =
  ({ queues }: Pick<Backend, 'queues'>): AnnounceEntry =>
  async (dataset, entry) => {
    const event = datasetEvent(dataset, entry);
    if (event !== undefined) await queues.events.send(JSON.stringify(event));
  };
