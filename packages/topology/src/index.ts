import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { queueNames, stageNames } from './stage-graph.ts';

export {
  type AgedKind,
  agedKinds,
  defaultKeepDays,
  type KeepDays,
  keepDaysOf,
  type StoredKind,
  storedKinds,
} from './retention.ts';
export {
  firstStage,
  lastStage,
  nodeOf,
  stageGraph,
  stageNames,
  stagesBefore,
  taskCount,
} from './stage-graph.ts';

export const StoreName = z.enum(['staging', 'features', 'models', 'results']);
export type StoreName = z.infer<typeof StoreName>;

export const StageName = z.enum(stageNames);
export type StageName = z.infer<typeof StageName>;

export const QueueName = z.enum(queueNames);
export type QueueName = z.infer<typeof QueueName>;

const days = z.int().positive();

const Store = z.strictObject({
  /** Whether stages read objects by version. A bucket keeps old versions in any case, against mishaps. */
  versioned: z.boolean(),
  notifies: z.strictObject({ queue: QueueName, prefix: z.string() }).optional(),
  expire: z.array(z.strictObject({ prefix: z.string(), days })).optional(),
  /** An upload in parts that was never completed is invisible, and paid for until then. */
  unfinishedUploadDays: days,
  /**
   * When a bucket moves what was overwritten or deleted to cheaper storage, and when it drops it. Where it drops nothing, a
   * sweep does, since some of it is needed.
   */
  oldVersions: z
    .strictObject({
      moveAfterDays: days.min(30, 'S3 moves nothing sooner'),
      expireAfterDays: days.optional(),
    })
    .refine(({ moveAfterDays, expireAfterDays = Infinity }) => moveAfterDays < expireAfterDays, {
      error: 'an old version must expire after it is moved',
    }),
});

const Queue = z.strictObject({
  /** How long a service holds a message that it does not renew. */
  visibilityMs: z.int().positive(),
  /** The queue's own visibility time-out, for those who receive without naming one and renew nothing. */
  longestWorkMs: z.int().positive().optional(),
  /**
   * Deliveries before the queue itself makes a message a dead letter. A stage's worker counts failures and deaths and
   * gives up much sooner: receiving alone must not exhaust a message that waits beside one that ends processes.
   */
  maxReceives: z.int().positive(),
});

/** Objects that a permission is for: a whole key, the beginning of keys and `*`, or `*` for every key. A `*` before is any folders. */
const KeyPattern = z
  .string()
  .regex(/^(([\w.=-]+|\*)\/)*([\w.=-]+|\*)$/, 'must be a key, or the beginning of one up to a / and then *');

const keysByStore = z.partialRecord(StoreName, z.array(KeyPattern).nonempty());

const storePermissions = { reads: keysByStore, writes: keysByStore };

const stagePermissions = {
  receives: QueueName,
  sends: z.array(QueueName),
  ...storePermissions,
};

const Stage = z.strictObject({
  ...stagePermissions,
  /** Whether it may ask the fleet not to stop it while it has a message in flight. */
  protectsItself: z.boolean(),
  /** Whether it moves messages that it received to the queue’s dead letters itself. */
  deadLetters: z.boolean(),
});

const Service = z.strictObject({
  ...stagePermissions,
  /** What it sweeps. Buckets keep versions: what it deletes can be brought back until they expire. */
  deletes: keysByStore,
  /** The queues whose dead letters it lists, sends again and drops. */
  redrives: z.array(QueueName),
  /** Whether it sees which tasks run where. */
  watchesFleet: z.boolean(),
});

export const Topology = z.strictObject({
  stores: z.record(StoreName, Store),
  queues: z.record(QueueName, Queue),
  stages: z.record(StageName, Stage),
  /** What is beside the four stages. `serve` has no queue: it looks for newer versions itself. */
  services: z.strictObject({ status: Service, serve: z.strictObject(storePermissions) }),
  /** What the role of the lab's instances reads and writes. */
  lab: keysByStore,
});
export type Topology = z.infer<typeof Topology>;

/** The stores that a service reads or writes, each once. */
export const storesOf = ({ reads, writes }: Pick<Topology['stages'][StageName], 'reads' | 'writes'>) =>
  StoreName.options.filter((store) => reads[store] !== undefined || writes[store] !== undefined);

/** The stores, queues, stages and permissions, from the one file that every provisioner reads. */
export const topology: Topology = Topology.parse(
  JSON.parse(readFileSync(new URL('../../../infra/topology.json', import.meta.url), 'utf8')),
);
