import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Cut } from '@wattline/engine/cuts';
import {
  type CutUp,
  createCutReader,
  cutFile,
  type DividedWork,
  divideWork,
  type EntityFile,
  type EntitySpans,
  type Extracted,
  entitiesIn,
  extractJoined,
  featureColumns,
  type Ingested,
  type IngestOptions,
  ingestFile,
  type JoinedShown,
  type JoinedUploads,
  joinedContent,
  joinShown,
  joinUploads,
  type OtherVersion,
  type Profile,
  profileOwnPieces,
  profileReadings,
  type ReadCut,
  surveyDeletion,
  writeEntityFiles,
  writeEntitySpans,
} from '@wattline/engine/ingest';
import { RejectedError } from '@wattline/errors';
import type { ReaderTasks } from '@wattline/reader';
import { parseSpec, Spec, SpecError } from '@wattline/spec';
import { timed } from '@wattline/steps';

export interface IngestTask
  extends Pick<IngestOptions, 'path' | 'name' | 'folder' | 'contentSha256' | 'knownColumns' | 'unpacked'> {
  /** The dataset's `wattline.yaml`; `name` is what errors call it. */
  readonly specFile?: { readonly path: string; readonly name: string } | undefined;
  /** What the dataset's first upload showed, where there is no such file. */
  readonly found?: Spec | undefined;
  /** From so many readings on, a first upload says what each of its files shows, so that the next need not read them. */
  readonly piecesFromRows?: number;
  /** The file's cuts, where others have read them. */
  readonly cuts?: readonly ReadCut[];
}

/** A file that is to be read in cuts of about `bytes`, and unpacked where it is packed. */
export interface CutTask extends Omit<IngestTask, 'contentSha256' | 'piecesFromRows' | 'cuts' | 'unpacked'> {
  readonly bytes: number;
  /** What it may hold to be unpacked here. */
  readonly atMost: number;
}

export interface ReadCutTask extends Omit<IngestTask, 'contentSha256' | 'piecesFromRows' | 'cuts'> {
  readonly cut: Cut;
  /** Nothing behind this byte of the text is in the file. */
  readonly known?: number;
}

export interface CheckedFile extends Ingested {
  readonly kept: NonNullable<Ingested['kept']>;
  /** Undefined where the dataset has other uploads: it is made of all of them. */
  readonly profile?: Profile;
  readonly entities?: readonly EntityFile[];
  /** All of its entities, where other datasets are joined by their names. */
  readonly names?: readonly string[];
  /** What each of its files shows: a file. */
  readonly shown?: string;
}

export type JoinTask = Parameters<typeof joinUploads>[0];

export type JoinPiecesTask = Parameters<typeof joinShown>[0];

/** `all`: what readings show together takes all of them; `again`: known pieces have to be looked at again. */
export type JoinedByPieces =
  | { readonly takes: 'all' }
  | { readonly takes: 'again' }
  | {
      readonly takes: 'pieces';
      /** What is taken over need not go from process to process. */
      readonly made: JoinedShown['made'];
      readonly shown: JoinedShown['shown'];
      readonly checked: Checked;
    };

/** A dataset, wherever its readings are. */
export type Checked = Omit<CheckedDataset, 'readings' | 'entities'> & {
  readonly entities: readonly EntityFile[] | EntitySpans;
};

export interface CheckedDataset extends JoinedUploads {
  readonly profile: Profile;
  readonly entities: readonly EntityFile[];
  /** All of its entities, where other datasets are joined by their names. */
  readonly names?: readonly string[];
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

/** By a file, else as the dataset's first upload showed, else as the file itself does. */
const specOf = async ({
  specFile,
  found,
}: Pick<IngestTask, 'specFile' | 'found'>): Promise<
  Pick<IngestOptions, 'spec' | 'specSource'> | undefined
> =>
  specFile === undefined
    ? found && { spec: Spec.parse(found), specSource: 'inferred' as const }
    : readSpec(specFile);

/** All entities of readings, where other datasets are joined by their names. */
const namesOf = async (
  { entity, joins }: Spec,
  find: (entity: string) => readonly string[] | Promise<readonly string[]>,
): Promise<Pick<CheckedDataset, 'names'>> =>
  entity === undefined || joins === undefined ? {} : { names: await find(entity) };

/**
 * Throws RejectedError where two columns would have one name: before the dataset has readings that no version can be made
 * of. Columns of other datasets have their names once these are read.
 */
const refuseTakenNames = (spec: Spec): void => {
  if (spec.joins === undefined) featureColumns(spec);
};

const readCut = createCutReader();

/** What the reader process does for ingest: everything that touches the bytes that users send. */
export const tasks = {
  ingest: async ({
    specFile,
    found,
    piecesFromRows = Number.POSITIVE_INFINITY,
    ...options
  }: IngestTask): Promise<CheckedFile> => {
    const spec = await specOf({ specFile, found });
    // What pieces show is written to a file: it need not go from process to process.
    const { looked, ...ingested } = await ingestFile({
      ...options,
      ...spec,
      keep: true,
      looksFromRows: piecesFromRows,
    });
    const { kept } = ingested;
    if (kept === undefined) throw new Error('readings are kept where that is asked for');
    // It may lack columns that other uploads have.
    if (options.knownColumns !== undefined) return { ...ingested, kept };
    refuseTakenNames(ingested.plan.spec);
    const entities = await timed('entities', () => writeEntityFiles(ingested.plan, ingested, options.folder));
    const rows = ingested.readings.reduce((sum, file) => sum + file.rows, 0);
    const profiled = await timed('profile', async () => {
      const own =
        rows < piecesFromRows ? undefined : await profileOwnPieces({ ...ingested, looked }, options.folder);
      return own ?? { profile: await profileReadings(ingested) };
    });
    const names = await namesOf(ingested.plan.spec, (entity) => entitiesIn(ingested, entity));
    return { ...ingested, kept, entities, ...names, ...profiled };
  },
  cut: async ({ specFile, found, ...options }: CutTask): Promise<CutUp> =>
    cutFile({
      ...options,
      ...(await specOf({ specFile, found })),
      scratch: join(options.folder, 'scratch'),
    }),
  readCut: async ({ specFile, found, ...options }: ReadCutTask): Promise<ReadCut> =>
    readCut({ ...options, ...(await specOf({ specFile, found })) }),
  join: async (options: JoinTask): Promise<CheckedDataset> => {
    await mkdir(options.folder, { recursive: true });
    const { dataset } = options;
    const joined = await joinUploads({ ...options, dataset: { ...dataset, spec: Spec.parse(dataset.spec) } });
    refuseTakenNames(joined.plan.spec);
    const entities = await writeEntityFiles(joined.plan, joined, options.folder);
    const names = await namesOf(joined.plan.spec, (entity) => entitiesIn(joined, entity));
    return { ...joined, entities, ...names, profile: await profileReadings(joined) };
  },
  joinPieces: async (options: JoinPiecesTask): Promise<JoinedByPieces> => {
    await mkdir(options.folder, { recursive: true });
    const { dataset, folder } = options;
    const joined = await joinShown({ ...options, dataset: { ...dataset, spec: Spec.parse(dataset.spec) } });
    if (typeof joined === 'string') return { takes: joined };
    const { plan, warnings, profile, shown, made } = joined;
    refuseTakenNames(plan.spec);
    const entities = await writeEntitySpans(joined.spans, folder);
    const names = await namesOf(plan.spec, () =>
      joined.spans.flatMap(([, some]) => some.map(({ entity }) => entity)),
    );
    return {
      takes: 'pieces',
      made,
      shown,
      checked: { plan, warnings, entities, ...names, profile, whole: [] },
    };
  },
  survey: (task: {
    readonly spec: Spec;
    readonly layers: Parameters<typeof surveyDeletion>[1];
    readonly deletes: Parameters<typeof surveyDeletion>[2];
  }) => surveyDeletion(Spec.parse(task.spec), task.layers, task.deletes),
  extractJoined: async (task: {
    readonly spec: Spec;
    readonly others: readonly OtherVersion[];
    readonly folder: string;
    readonly entities?: readonly string[] | undefined;
  }): Promise<Extracted & { contents: Record<string, string> }> => {
    const { pieces, unmatched } = await extractJoined(task);
    featureColumns(task.spec);
    const contents = task.others.map(({ join: name }) => [name, joinedContent(pieces, name)] as const);
    return { pieces, unmatched, contents: Object.fromEntries(contents) };
  },
  divide: (options: Parameters<typeof divideWork>[0]): Promise<DividedWork> => divideWork(options),
} satisfies ReaderTasks;

export type IngestTasks = typeof tasks;
