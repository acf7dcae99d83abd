import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { UsageError } from '@wattline/errors';
import { hashFile } from '@wattline/hash';
import { z } from 'zod';
import type { Stores } from '../backend.ts';
import { fetchInputs, inputsOf } from '../inputs.ts';
import type { ObjectRef } from '../ledger.ts';
import { newestReplay, readRun } from '../runs.ts';
import type { Output, Stage } from '../stage.ts';
import { specKey } from '../upload.ts';
import { joinedEntries, readLog } from './dataset-log.ts';
import { type DatasetAccess, openDataset } from './open-dataset.ts';
import { CarriedPartitions } from './partition-list.ts';
import { stageMs } from './stage-ms.ts';
import { uploadsInForce } from './uploads-in-force.ts';

/** What a spec would make of a dataset. */
export interface VersionPlan {
  readonly dataset: string;
  /** The newest upload's run: its replay makes the version. */
  readonly run: string;
  readonly version: string;
  /** Whether it is another than the dataset has. */
  readonly changed: boolean;
  readonly uploads: number;
  readonly partitions: { readonly made: number; readonly carried: number };
  /** Files that are read again as they were uploaded; the kept readings of others are used. */
  readonly rawFiles: readonly string[];
  /** Bytes of raw files, kept readings and partitions that are read. */
  readonly bytesRead: number;
  /** Bytes that the newest version has in all partitions, scaled to those that are made: about. */
  readonly bytesWritten: number;
  /** From what the newest run of the dataset took: about. Undefined where that is not known. */
  readonly ms?: number;
  readonly warnings: readonly string[];
}

const Ingested = z.object({
  plan: z.object({ version: z.string() }),
  warnings: z.array(z.string()),
  dataset: z.object({
    uploads: z.int(),
    changed: z.boolean(),
    partitions: z.object({ made: z.int(), carried: z.int() }),
  }),
});

/** The dataset as it is: what a stage would write of it stays here. */
const withoutEffects = (access: DatasetAccess): { access: DatasetAccess; read: ObjectRef[] } => {
  const kept = new Map<string, { readonly path: string; readonly ref: ObjectRef }>();
  const read: ObjectRef[] = [];
  return {
    read,
    access: {
      ...access,
      append: async () => true,
      afterSweep: async () => {},
      keepPieces: async () => {},
      noteJoins: async () => {},
      keep: async (name, path, labels) => {
        const key = `readings/planned/${name}`;
        const { sha256, bytes } = await hashFile(path);
        const ref: ObjectRef = { store: 'features', key, bytes, sha256, ...(labels && { labels }) };
        kept.set(key, { path, ref });
        return ref;
      },
      fetch: async (refs) => {
        const others = refs.filter(({ key }) => !kept.has(key));
        read.push(...others);
        const fetched = await access.fetch(others);
        let next = 0;
        return refs.flatMap((ref) => {
          const own = kept.get(ref.key);
          if (own !== undefined) return [own];
          next += 1;
          return fetched[next - 1] ?? [];
        });
      },
    },
  };
};

/** What the next stages read, that is there. */
const handedOn = (output: Output): readonly ObjectRef[] => {
  if ('ref' in output) return [output.ref];
  const isList = 'body' in output && output.labels?.kind === 'carried';
  return isList ? CarriedPartitions.parse(JSON.parse(output.body)) : [];
};

const sum = (refs: readonly { readonly bytes: number }[]): number =>
  refs.reduce((total, { bytes }) => total + bytes, 0);

/**
 * What a spec would make of a dataset: the first stage as in a replay of the newest upload, of which nothing is kept.
 * Throws RejectedError where that would be rejected, and UsageError where there is no upload.
 *
 * @param options.specText undefined: the dataset's own
 */
export const planVersion = async (options: {
  readonly stores: Stores;
  readonly dataset: string;
  readonly stage: Stage;
  readonly specText?: string | undefined;
  /** A folder of its own is made in it, and removed. */
  readonly scratch: string;
  readonly signal: AbortSignal;
}): Promise<VersionPlan> => {
  const { stores, dataset, stage, specText, signal } = options;
  const entries = await readLog(stores.results, dataset);
  const newest = uploadsInForce(joinedEntries(entries)).at(-1);
  const run = newest && (await readRun(stores, newest.run));
  if (run === undefined)
    throw new UsageError('DATASET_EMPTY', `${dataset} has no uploads that a version could be made of`, {
      category: 'not-found',
      remedy: 'upload a file first; wattline history lists what a dataset has',
    });
  const replay = (await newestReplay(stores, run.run)) + 1;
  const scratch = await mkdtemp(join(options.scratch, 'plan-'));
  try {
    const part = { run: run.run, dataset, replay, part: 0, parts: 1 };
    const { spec: _, ...plain } = run;
    const own = await stores.staging.head(specKey(dataset));
    const current = own && { key: own.key, versionId: own.versionId, etag: own.etag };
    const used = specText === undefined && current ? { ...plain, spec: current } : plain;
    const { refs } = await inputsOf(stage.name, { ...part, replay: 0 }, used, stores);
    const inputs = await fetchInputs(refs, stores, scratch, signal);
    if (specText !== undefined) {
      const path = join(scratch, 'wattline.yaml');
      await writeFile(path, specText);
      const { sha256, bytes } = await hashFile(path);
      inputs.push({
        path,
        ref: { store: 'staging', key: specKey(dataset), bytes, sha256, labels: { kind: 'spec' } },
      });
    }
    const { access, read } = withoutEffects(openDataset(stores, dataset, { scratch, signal }));
    const outcome = await stage.run({
      run,
      replay,
      part: 0,
      parts: 1,
      inputs,
      later: [],
      fetch: (wanted) => fetchInputs(wanted, stores, scratch, signal),
      dataset: access,
      workKey: (name) => `work/planned/${name}`,
      scratch,
      signal,
      log: { info: () => {} },
    });
    const { plan, warnings, dataset: grown } = Ingested.parse(outcome.result);
    const carried = outcome.outputs.flatMap(handedOn);
    const before = await access.partitions([]);
    const stored = before.flatMap(({ file }) => (file === undefined ? [] : [file.ref]));
    const perPartition = stored.length === 0 ? 0 : sum(stored) / stored.length;
    const { partitions, uploads, changed } = grown;
    const ms = await stageMs(stores, entries, partitions.made);
    const raw = [...inputs.map(({ ref }) => ref), ...read].filter(({ store }) => store === 'staging');
    return {
      dataset,
      run: run.run,
      version: plan.version,
      changed,
      uploads,
      partitions,
      rawFiles: [...new Set(raw.map(({ key }) => key))].filter((key) => basename(key) !== 'wattline.yaml'),
      bytesRead: sum(raw) + sum(read.filter(({ store }) => store !== 'staging')) + sum(carried),
      bytesWritten: Math.round(perPartition * partitions.made),
      ...(ms !== undefined && { ms }),
      warnings,
    };
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
};
