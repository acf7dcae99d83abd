import {
  type Deletes,
  type DeletionRequest,
  type DeletionSurvey,
  resolveDeletion,
} from '@wattline/engine/deletion';
import type { DatasetSpec } from '@wattline/engine/kept-upload';
import { RejectedError } from '@wattline/errors';
import { isTimeless } from '@wattline/spec/is-timeless';
import {
  type JoinedEntry,
  joinedEntries,
  type KeptReadings,
  type LogEntry,
  type UploadEntry,
} from './dataset-log.ts';
import { datasetSpecOf } from './kept-facts.ts';
import { type DatasetLayer, layersInForce } from './uploads-in-force.ts';

export interface DeletionPlan {
  readonly dataset: DatasetSpec;
  readonly deletes: Deletes;
  /** What it counts against, in order. */
  readonly before: readonly DatasetLayer[];
  /** All earlier uploads that have readings, deleted or not. */
  readonly ever: readonly DatasetLayer[];
  /** What the dataset consists of with it. */
  readonly layers: readonly DatasetLayer[];
  /** Rows of the upload that it names; undefined where it names none, or none that is part of the dataset. */
  readonly uploadRows: number | undefined;
}

/** A deletion as the staging store has it. */
interface Asked {
  readonly dataset: string;
  readonly run: string;
  readonly upload: KeptReadings['upload'];
  readonly request: DeletionRequest;
}

const rowsOf = ({ readings }: Pick<KeptReadings, 'readings'>): number =>
  readings.reduce((sum, { labels }) => sum + Number(labels?.rows ?? 0), 0);

/** Deleting a deletion takes it back. */
const namedRows = (
  named: string,
  before: readonly DatasetLayer[],
  earlier: readonly JoinedEntry[],
): number | undefined => {
  const layer = before.find(({ run }) => run === named);
  if (layer?.type === 'upload') return rowsOf(layer);
  return earlier.some((one) => one.run === named && one.type === 'deletion') ? 0 : undefined;
};

/** Uploads that ever joined; those of before a dataset began anew have no readings any more. */
const uploadsEver = (entries: readonly LogEntry[]): UploadEntry[] =>
  entries
    .slice(entries.findLastIndex(({ type }) => type === 'reset') + 1)
    .filter((one) => one.type === 'upload');

/**
 * What a deletion means to a dataset; undefined where the dataset has no upload. Throws RejectedError where the request
 * does not fit the dataset.
 */
export const planDeletion = (
  entries: readonly LogEntry[],
  { dataset: name, run, upload, request }: Asked,
): DeletionPlan | undefined => {
  const dataset = datasetSpecOf(entries);
  if (dataset === undefined) return undefined;
  const { spec } = dataset;
  const deletes = resolveDeletion(request, spec.time.zone);
  if (deletes.entity !== undefined && spec.entity === undefined)
    throw new RejectedError('ENTITY_UNKNOWN', `${name} has a single series, which has no name`, {
      place: { value: deletes.entity },
      remedy: 'leave out the entity, and give a span; only a series that has a name can be erased',
    });
  if (isTimeless(spec) && (deletes.from !== undefined || deletes.to !== undefined))
    throw new RejectedError('DATASET_TIMELESS', `rows of ${name} are of no time (time: none)`, {
      remedy: 'name an entity or an upload, and no span',
    });
  const joined = joinedEntries(entries).filter((one) => one.run !== run);
  const earlier = joined.filter((one) => one.upload.order < upload.order);
  // By what they were read as last, be it for an upload that is later than the deletion.
  const before = layersInForce(joined, spec, upload.order);
  return {
    dataset,
    deletes,
    before,
    ever: layersInForce(uploadsEver(entries), {}, upload.order),
    layers: layersInForce([...joined, { type: 'deletion', run, upload, deletes }], spec),
    uploadRows: deletes.upload === undefined ? undefined : namedRows(deletes.upload, before, earlier),
  };
};

const spanWords = ({ from, to }: Pick<Deletes, 'from' | 'to'>): string =>
  [from && ` from ${from} on`, to && ` before ${to}`].filter((words) => words !== undefined).join('');

const list = (names: readonly string[]): string => names.map((name) => JSON.stringify(name)).join(', ');

const MOST = 5;

/** Why nothing is deleted, and what there is instead. */
export const nothingDeleted = (
  { deletes, before }: Pick<DeletionPlan, 'deletes' | 'before'>,
  dataset: string,
  survey: DeletionSurvey,
): RejectedError => {
  const { entity, upload } = deletes;
  if (upload !== undefined) {
    const uploads = before.filter((layer) => layer.type === 'upload').toReversed();
    const some = uploads.slice(0, MOST).map((one) => `${one.run} (${one.upload.key})`);
    return new RejectedError('UPLOAD_UNKNOWN', `${dataset} has no upload of run ${upload}`, {
      place: { value: upload },
      remedy: `name one of its ${uploads.length} uploads; the last are ${some.join(', ')}`,
    });
  }
  if (entity !== undefined && survey.nearest !== undefined)
    return new RejectedError('ENTITY_UNKNOWN', `${dataset} has no readings of ${JSON.stringify(entity)}`, {
      place: { value: entity },
      remedy: `name one that it has, as it is written there: ${list(survey.nearest)}`,
    });
  const whose = entity === undefined ? 'readings' : `readings of ${JSON.stringify(entity)}`;
  return new RejectedError('SPAN_EMPTY', `${dataset} has no ${whose}${spanWords(deletes)}`, {
    remedy:
      survey.from === undefined
        ? 'upload a file first: all that there was is deleted'
        : `there are ${whose} from ${survey.from} to ${survey.to}: choose a span among them`,
  });
};

export const noUploads = (dataset: string): RejectedError =>
  new RejectedError('DATASET_EMPTY', `${dataset} has no upload of which something could be deleted`, {
    remedy: 'upload a file to it; if it was sealed before datasets grew, replay its newest run first',
  });
