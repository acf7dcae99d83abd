import { readFile } from 'node:fs/promises';
import {
  binsSince,
  type ColumnDrift,
  DriftFacts,
  driftFacts,
  driftSince,
  type FeatureColumn,
  type Plan,
} from '@wattline/engine';
import { sha256 } from '@wattline/hash';
import { type InputFile, manyByName } from '@wattline/worker/stage';
import { z } from 'zod';
import { readEach } from './read-each.ts';
import type { Scaling } from './scaling.ts';
import { isKind, type ListedPartition, type OpenPartitions } from './sealed-partitions.ts';

const Counts = z.array(z.array(z.int().nonnegative()).readonly()).readonly();

/** Beside a version: how the rows of its files are that are later than a training span. */
const Kept = z.object({
  format: z.literal(1),
  /** Names the distribution that has the bins. */
  against: z.string(),
  files: manyByName(Counts),
});
type Kept = z.infer<typeof Kept>;

/** What a receipt names; beside the version is what it takes to work out all. */
const SHOWN = 100;

/** What a receipt says of later rows, beside the training span of a version. */
export interface DriftReport {
  /** The version whose training span it is. */
  readonly against: string;
  readonly isPinned: boolean;
  /** The span ends before it, UTC; later rows are compared. */
  readonly from: string;
  readonly thresholds: { readonly psi: number; readonly ks: number };
  /** Columns that are compared, and those of which one measure reaches its threshold. */
  readonly compared: number;
  readonly drifted: number;
  /** The worst first. */
  readonly columns: readonly ColumnDrift[];
}

const inputOf = async <Content>(
  inputs: readonly InputFile[],
  kind: string,
  schema: z.ZodType<Content>,
): Promise<Content | undefined> => {
  const input = inputs.find(isKind(kind));
  return input && schema.parse(JSON.parse(await readFile(input.path, 'utf8')));
};

const idOf = (facts: DriftFacts): string => sha256(JSON.stringify(facts)).slice(0, 16);

/**
 * Compares the rows after a training span with it: that of the version that ingest chose, else the version's own. The
 * first depends on what is pinned just now, so what is found is in the run's receipt, and not in the version.
 */
export const driftOf = async (options: {
  readonly plan: Plan;
  readonly columns: readonly FeatureColumn[];
  readonly scaling: Pick<Scaling, 'bounds' | 'isKept'>;
  readonly partitions: readonly ListedPartition[];
  readonly open: OpenPartitions;
  readonly inputs: readonly InputFile[];
}): Promise<
  { readonly report: DriftReport; readonly facts: DriftFacts; readonly counts: Kept } | undefined
> => {
  const { plan, columns, scaling, partitions, open, inputs } = options;
  const thresholds = plan.spec.drift;
  if (thresholds === undefined) return undefined;
  const before = scaling.isKept ? await inputOf(inputs, 'drift before', DriftFacts) : undefined;
  const own =
    before ?? (await driftFacts({ columns, partitions: await open(partitions), bounds: scaling.bounds }));
  const pinned = inputs.find(isKind('drift'));
  const { validationFrom, columns: known } = (await inputOf(inputs, 'drift', DriftFacts)) ?? own;
  const names = new Set(columns.map(({ name }) => name));
  const facts = { validationFrom, columns: known.filter(({ name }) => names.has(name)) };
  const against = idOf(facts);
  const later = partitions.filter(({ to }) => to >= validationFrom);
  const counted = await inputOf(inputs, 'drift counts', Kept);
  const isSame = counted?.against === against;
  const files = await readEach(later, isSame ? counted.files : {}, open, (one) => binsSince(one, facts));
  const found = driftSince(Object.values(files), facts, thresholds);
  return {
    report: {
      against: pinned === undefined ? plan.version : String(pinned.ref.labels?.version ?? ''),
      isPinned: pinned !== undefined,
      from: validationFrom,
      thresholds,
      compared: found.length,
      drifted: found.filter(({ isDrifted }) => isDrifted).length,
      columns: found.slice(0, SHOWN),
    },
    facts: own,
    counts: { format: 1, against, files },
  };
};
