import type {
  ColumnExplanation,
  FilePreview,
  FileSurvey,
  PreviewOptions,
  SurveyOptions,
} from '@wattline/engine/preview';
import { type CheckedFile, type IngestTask, tasks as ingestTasks } from '@wattline/ingest-stage/reader-tasks';
import type { Ask, ReaderTasks } from '@wattline/reader';
import { parseSpec, SpecError } from '@wattline/spec';
import { timed } from '@wattline/steps';
import type { StageName } from '@wattline/topology';
import type { InputFile, Stage, StageOutcome, StageWork } from '@wattline/worker/stage';
import { handInFiles } from './hand-in-files.ts';
import { type FoundSpec, inferSpec, type SpecSource } from './infer-spec.ts';

/** The work of a stage, without what cannot go to another process. */
export interface StageTask
  extends Pick<StageWork, 'run' | 'replay' | 'part' | 'parts' | 'inputs' | 'later' | 'ingested' | 'scratch'> {
  readonly stage: Exclude<StageName, 'ingest'>;
  /** What this part's own keys in the feature store begin with. */
  readonly workPrefix: string;
}

export interface StageTaskOutcome extends StageOutcome {
  /** What the stage logged. */
  readonly lines: readonly { readonly fields: object; readonly message: string }[];
}

/** A file that is looked at before its run goes on. */
export type PreviewTask = Pick<PreviewOptions, 'path' | 'name' | 'folder' | 'soFar' | 'edits'>;

/** What is wrong with a spec. */
export type SpecFault = Pick<SpecError, 'code' | 'problems'>;

/** Each is loaded with its first task: the file is being read meanwhile. */
const stages: Readonly<Record<StageTask['stage'], () => Promise<Stage>>> = {
  transform: async () => (await import('@wattline/transform')).transformStage(),
  aggregate: async () => (await import('@wattline/aggregate')).aggregateStage(),
  publish: async () => (await import('@wattline/publish')).publishStage(),
};

const nextStage: Readonly<Partial<Record<StageName, StageTask['stage']>>> = {
  ingest: 'transform',
  transform: 'aggregate',
  aggregate: 'publish',
};

/** Loads the code of the stage after, while the outputs of this one are stored: this process waits for that. */
const loadNext = (stage: StageName): void => {
  const next = nextStage[stage];
  // What cannot be loaded is told by the task that needs it.
  if (next !== undefined) setImmediate(() => void stages[next]().catch(() => {}));
};

/** What the second process of `wattline run`, `spec` and `plan` does: it reads the file, and computes what follows. */
export const tasks = {
  ...ingestTasks,
  ingest: async (task: IngestTask): Promise<CheckedFile> => {
    const found = await ingestTasks.ingest(task);
    loadNext('ingest');
    return found;
  },
  checkSpec: async ({ text, file }: { text: string; file: string }): Promise<SpecFault | undefined> => {
    try {
      parseSpec(text, { file });
      return undefined;
    } catch (error) {
      if (!(error instanceof SpecError)) throw error;
      return { code: error.code, problems: error.problems };
    }
  },
  inferSpec: (source: SpecSource): Promise<FoundSpec> => inferSpec(source),
  explain: async (
    source: SpecSource & { readonly column: string },
  ): Promise<ColumnExplanation | Pick<ColumnExplanation, 'columns'>> => {
    const { explainColumn } = await import('@wattline/engine/preview');
    return await explainColumn(source);
  },
  preview: async ({ path, ...options }: PreviewTask): Promise<FilePreview> => {
    const { layOutFile, previewFile } = await import('@wattline/engine/preview');
    return await previewFile({ ...options, ...(await layOutFile(path, options.folder)) });
  },
  surveyFile: async (options: SurveyOptions): Promise<FileSurvey> =>
    (await import('@wattline/engine/preview')).surveyFile(options),
  stage: async ({ stage, workPrefix, ...work }: StageTask, ask: Ask): Promise<StageTaskOutcome> => {
    const { run } = await stages[stage]();
    const lines: { fields: object; message: string }[] = [];
    const outcome = await timed(stage, () =>
      run({
        ...work,
        fetch: async (refs) => (await ask(refs)) as InputFile[],
        workKey: (name) => `${workPrefix}${name}`,
        // To stop this work, the process is ended.
        signal: new AbortController().signal,
        log: { info: (fields, message) => lines.push({ fields, message }) },
      }),
    );
    loadNext(stage);
    return { ...outcome, outputs: await handInFiles(outcome.outputs, work.scratch), lines };
  },
} satisfies ReaderTasks;

export type RunTasks = typeof tasks;
