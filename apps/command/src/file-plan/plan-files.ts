import { mkdtemp, rm, stat } from 'node:fs/promises';
import { availableParallelism, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { readConfig } from '@wattline/bootstrap';
import type { FileSurvey } from '@wattline/engine/preview';
import { readLimits } from '@wattline/reader';
import { readBefore, specKey } from '@wattline/worker';
import { filesToRun } from '../chain/files-to-run.ts';
import { withBackend } from '../chain/open.ts';
import { type RunProcess, runProcess } from '../chain/run-process.ts';
import { specText as checkedSpec } from '../chain/spec-text.ts';
import { requireFile } from '../chain/upload.ts';
import { estimateRun, priceRegion, type RunEstimate, type Workers } from './estimate.ts';

export interface FilePlanOptions {
  readonly spec?: string;
  readonly dataset?: string;
  readonly dataDir: string;
  readonly tasks?: number;
  readonly vcpu?: number;
  readonly vcpuHour?: number;
}

/** A file, and what its run takes. */
export type PlannedFile = { readonly file: string } & FileSurvey & RunEstimate;

/** What runs of files take: about, each as the first of its dataset. */
export interface FilePlan {
  readonly files: readonly PlannedFile[];
  readonly workers: Pick<Workers, 'tasks' | 'vcpu' | 'cores'>;
  readonly prices: typeof priceRegion;
  /** Uploads that the dataset has: what joining them takes is not in the plan. */
  readonly uploads: number;
}

/** What says how the files are read, besides themselves. */
const readGiven = async ({ spec, dataset, dataDir }: FilePlanOptions) => {
  const given = spec === undefined ? undefined : { text: await checkedSpec(spec), name: spec };
  if (dataset === undefined) return { spec: given, uploads: 0 };
  const { specText, soFar, uploads } = await withBackend(
    dataDir,
    ({ stores }) => readBefore(stores, dataset, { specText: given?.text }),
    { needs: { stores: ['staging', 'results'], queues: [] } },
  );
  const own = specText === undefined ? undefined : { text: specText, name: specKey(dataset) };
  if (own !== undefined) (await import('@wattline/spec')).parseSpec(own.text, { file: own.name });
  return { spec: given ?? own, soFar, uploads };
};

const survey = async (
  file: string,
  folder: string,
  { spec, soFar }: Pick<Awaited<ReturnType<typeof readGiven>>, 'spec' | 'soFar'>,
  cutBytes: number,
  process: RunProcess,
): Promise<FileSurvey> => {
  const { size } = await stat(file);
  return await process.run(
    'surveyFile',
    {
      ...{ path: resolve(file), name: file, folder, soFar, cutBytes },
      ...(spec && { spec }),
    },
    { file, folder, limits: readLimits(size) },
  );
};

/** What runs of files would take, in requests, bytes, seconds and dollars. Nothing is written, and no large file read through. */
export const planFiles = async (names: readonly string[], options: FilePlanOptions): Promise<FilePlan> => {
  const files = await filesToRun(names);
  for (const file of files) await requireFile(file);
  const given = await readGiven(options);
  const { cutBytes, rowsPerPart } = readConfig(process.env);
  const { tasks = 1, vcpu = 2, vcpuHour } = options;
  const workers = { tasks, vcpu, cores: availableParallelism(), rowsPerPart, vcpuHour };
  const reader = runProcess();
  const folder = await mkdtemp(join(tmpdir(), 'wattline-plan-'));
  try {
    const planned: PlannedFile[] = [];
    for (const [index, file] of files.entries()) {
      const found = await survey(file, join(folder, String(index)), given, cutBytes, reader);
      planned.push({ file, ...found, ...estimateRun(found, workers) });
    }
    const { cores } = workers;
    return { files: planned, workers: { tasks, vcpu, cores }, prices: priceRegion, uploads: given.uploads };
  } finally {
    await reader.close();
    await rm(folder, { recursive: true, force: true });
  }
};
