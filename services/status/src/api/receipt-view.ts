import {
  Deletion,
  Drift,
  Evidence,
  FoldRows,
  HorizonRows,
  KeptFit,
  Question,
  RedundantColumns,
  type RunReceipt,
} from '@wattline/api';
import { Plan } from '@wattline/engine/plan';
import { formatSpec } from '@wattline/spec';
import { isSettled, type ObjectRef, type Receipt, type SpecRef, stageNames } from '@wattline/worker';
import { z } from 'zod';
import { summarize } from '../run-index/summarize.ts';
import { hrefs } from './hrefs.ts';

const Count = z.int().nonnegative();

const Ingested = z.object({
  rows: z.object({
    read: Count,
    accepted: Count,
    refused: Count,
    exactDuplicates: Count,
    conflicts: Count,
  }),
  reasons: z.record(z.string(), Count),
  source: z.record(z.string(), z.unknown()),
  columns: z.array(z.object({ name: z.string(), kind: z.string(), role: z.string() })),
  // Earlier receipts have none.
  evidence: z.array(Evidence).readonly().default([]),
  questions: z.array(Question).readonly().default([]),
  warnings: z.array(z.string()),
  // Runs of before datasets grew have none.
  dataset: z.object({ entry: Count, uploads: Count, changed: z.boolean() }).optional(),
  deletion: Deletion.optional(),
  plan: Plan.pick({ spec: true, specSource: true, joined: true }),
});

const Published = z.object({
  version: z.string(),
  rows: Count,
  columns: Count,
  training: z.record(z.string(), Count),
  warmup: z.int().optional(),
  horizons: HorizonRows.array().optional(),
  folds: FoldRows.array().optional(),
  split: z.record(z.string(), z.unknown()),
  fit: KeptFit.optional(),
  drift: Drift.optional(),
  redundant: RedundantColumns.optional(),
});

const ingestedOf = (receipt: Receipt): RunReceipt['ingested'] => {
  const read = Ingested.safeParse(receipt.ingested).data;
  if (read === undefined) return undefined;
  const { plan, ...found } = read;
  const joined = plan.joined?.map(({ join, dataset, version }) => ({ join, dataset, version }));
  return { ...found, ...(joined && { joined }), specSource: plan.specSource, spec: formatSpec(plan.spec) };
};

const outputOf = ({ store, key, bytes, sha256 }: ObjectRef): RunReceipt['outputs'][number] => ({
  store,
  key,
  bytes,
  sha256,
  href: hrefs.content(store, key),
});

/** The first stage, and each that has all that it needs recorded. */
const replayableFrom = ({ stages }: Receipt): RunReceipt['replayableFrom'] => {
  const done = stages.findIndex(({ status }) => status !== 'done');
  return stageNames.slice(0, done < 0 ? stageNames.length : done + 1);
};

/** The same version, or the same content where a store names no versions. */
const isSameSpec = (used: SpecRef | undefined, current: SpecRef | undefined): boolean =>
  used === undefined || current === undefined
    ? used === current
    : used.etag !== undefined && current.etag !== undefined
      ? used.etag === current.etag
      : used.versionId === current.versionId;

/** A run's receipt as the API returns it; `current` is the dataset's spec as it is now. */
export const receiptView = (receipt: Receipt, current: SpecRef | undefined): RunReceipt => {
  const { upload, stages } = receipt;
  const ingested = ingestedOf(receipt);
  const published = Published.safeParse(receipt.published).data;
  const versionId = upload.versionId === undefined ? {} : { versionId: upload.versionId };
  const uploadHref = hrefs.content('staging', upload.key);
  return {
    ...summarize(receipt),
    ...(receipt.error && { error: receipt.error }),
    ...(receipt.supersededBy && { supersededBy: receipt.supersededBy }),
    ...(receipt.renews && { renews: receipt.renews }),
    stages: stages.map(({ parts, ...stage }) => ({ ...stage, parts: parts.map((part) => ({ ...part })) })),
    upload: {
      store: 'staging',
      key: upload.key,
      ...versionId,
      href:
        upload.versionId === undefined
          ? uploadHref
          : `${uploadHref}&versionId=${encodeURIComponent(upload.versionId)}`,
    },
    ...(ingested && { ingested }),
    ...(published && { published }),
    outputs: receipt.outputs.filter(({ sha256 }) => sha256 !== '').map(outputOf),
    replayableFrom: replayableFrom(receipt),
    replaySpec: {
      source: current === undefined ? 'inferred' : 'file',
      changed: !isSameSpec(receipt.spec, current),
    },
    cancellable: !isSettled(receipt.status),
  };
};
