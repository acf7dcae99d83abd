import { mkdir, readFile } from 'node:fs/promises';
import {
  divideWork,
  type EntityFile,
  type Ingested,
  type IngestOptions,
  ingestFile,
  type JoinedPieces,
  type JoinedUploads,
  joinPieces,
  joinUploads,
  type PlannedPartitions,
  type Profile,
  profileReadings,
  surveyDeletion,
  writeEntityFiles,
  writeEntitySpans,
} from '@wattline/engine/ingest';
import { RejectedError } from '@wattline/errors';
import type { ReaderTasks } from '@wattline/reader';
import { parseSpec, Spec, SpecError } from '@wattline/spec';

export interface IngestTask
  extends Pick<IngestOptions, 'path' | 'name' | 'folder' | 'contentSha256' | 'knownColumns'> {
  /** The dataset's `wattline.yaml`; `name` is what errors call it. */
  readonly specFile?: { readonly path: string; readonly name: string } | undefined;
  /** What the dataset's first upload showed, where there is no such file. */
  readonly found?: Spec | undefined;
}

export interface CheckedFile extends Ingested {
  readonly kept: NonNullable<Ingested['kept']>;
  /** Undefined where the dataset has other uploads: it is made of all of them. */
  readonly profile?: Profile;
  readonly entities?: readonly EntityFile[];
}

export type JoinTask = Parameters<typeof joinUploads>[0];

export type JoinPiecesTask = Omit<Parameters<typeof joinPieces>[0], 'pieces'> & {
  /** `path`: the file of a known one. */
  readonly pieces: readonly (Parameters<typeof joinPieces>[0]['pieces'][number] & {
    readonly path?: string;
  })[];
};

export interface CheckedDataset extends JoinedUploads {
  readonly profile: Profile;
  readonly entities: readonly EntityFile[];
}

const readSpec = async ({
  path,
  name,
}: NonNullable<IngestTask['specFile']>): Promise<Pick<IngestOptions, 'spec' | 'specSource'>> => {
  const text = await readFile(path, 'utf8');
  try {
    const spec = parseSpec(text, { file: name });
    return { spec, specSource: /^\s*preset:/m.test(text) ? 'preset' : 'file' };
  } catch (cause) {
    if (!(cause instanceof SpecError)) throw cause;
    const { code, message, place, remedy } = cause;
    throw new RejectedError(code, message, { place, remedy, cause });
  }
};

/** What the reader process does for ingest: everything that touches the bytes that users send. */
export const tasks = {
  ingest: async ({ specFile, found, ...options }: IngestTask): Promise<CheckedFile> => {
    const spec =
      specFile === undefined
        ? found && { spec: Spec.parse(found), specSource: 'inferred' as const }
        : await readSpec(specFile);
    const ingested = await ingestFile({ ...options, ...spec, keep: true });
    const { kept } = ingested;
    if (kept === undefined) throw new Error('readings are kept where that is asked for');
    // It may lack columns that other uploads have.
    if (options.knownColumns !== undefined) return { ...ingested, kept };
    const entities = await writeEntityFiles(ingested.plan, ingested, options.folder);
    return { ...ingested, kept, entities, profile: await profileReadings(ingested) };
  },
  join: async (options: JoinTask): Promise<CheckedDataset> => {
    await mkdir(options.folder, { recursive: true });
    const { dataset } = options;
    const joined = await joinUploads({ ...options, dataset: { ...dataset, spec: Spec.parse(dataset.spec) } });
    const entities = await writeEntityFiles(joined.plan, joined, options.folder);
    return { ...joined, entities, profile: await profileReadings(joined) };
  },
  joinPieces: async (
    options: JoinPiecesTask,
  ): Promise<{ readonly joined: JoinedPieces; readonly checked: CheckedDataset } | undefined> => {
    await mkdir(options.folder, { recursive: true });
    const { dataset, folder } = options;
    const joined = await joinPieces({ ...options, dataset: { ...dataset, spec: Spec.parse(dataset.spec) } });
    if (joined === undefined) return undefined;
    const { plan, warnings, pieces, spans } = joined;
    const entities = await writeEntitySpans(plan, new Map(spans), folder);
    const paths = new Map(options.pieces.map(({ bucket, period, path }) => [`${bucket} ${period}`, path]));
    const readings = pieces.map(({ bucket, period, path, facts: { rows } }) => ({
      bucket,
      period,
      rows,
      path: path ?? paths.get(`${bucket} ${period}`) ?? '',
    }));
    const profile = await profileReadings({ plan, readings });
    return { joined, checked: { plan, warnings, readings, whole: [], entities, profile } };
  },
  survey: (task: {
    readonly spec: Spec;
    readonly layers: Parameters<typeof surveyDeletion>[1];
    readonly deletes: Parameters<typeof surveyDeletion>[2];
  }) => surveyDeletion(Spec.parse(task.spec), task.layers, task.deletes),
  divide: (options: Parameters<typeof divideWork>[0]): Promise<PlannedPartitions> => divideWork(options),
} satisfies ReaderTasks;

export type IngestTasks = typeof tasks;
