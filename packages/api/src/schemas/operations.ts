import { z } from 'zod';
import { Right } from './access.ts';
import { Instant, QueueName, RunStatus, StageName, StoreName } from './names.ts';
import { RunSummary } from './run.ts';

export const About = z
  .object({
    version: z.string(),
    engineVersion: z.string(),
    /** Where the data is: on this machine, on S3, or in another store. */
    backend: z.enum(['local', 'aws', 'other']),
    /** The chosen adapter for each port. */
    adapters: z.object({ store: z.string(), queue: z.string(), fleet: z.string() }),
    /** Whether requests need a token; who sends this one, and with what right. */
    auth: z.object({ required: z.boolean(), mayWrite: z.boolean(), name: z.string(), right: Right }),
    presets: z.array(z.string()),
    /** What files can be read, in words. */
    formats: z.string(),
    /** Endings of files that can be read. That of a packing follows a format's: `.csv.gz`. */
    endings: z.object({ formats: z.array(z.string()), packings: z.array(z.string()) }),
    /** Media types of files that can be read. */
    mediaTypes: z.array(z.string()),
    maxUploadBytes: z.int(),
    /** Where files can be dropped with ordinary tools; only on one machine. */
    stagingFolder: z.string().optional(),
  })
  .meta({ id: 'About' });
export type About = z.infer<typeof About>;

export const Store = z
  .object({
    name: StoreName,
    bucket: z.string(),
    reachable: z.boolean(),
    error: z.string().optional(),
    versioned: z.boolean(),
    /** Counted now and then; absent before the first count. `complete`: false where counting stopped early. */
    size: z
      .object({ objects: z.int(), bytes: z.int(), countedAt: Instant, complete: z.boolean() })
      .optional(),
  })
  .meta({ id: 'Store' });
export const StoreList = z.object({ stores: z.array(Store) }).meta({ id: 'StoreList' });
export type StoreList = z.infer<typeof StoreList>;

export const ObjectPage = z
  .object({
    /** Keys that go on below a `/`. */
    folders: z.array(z.string()),
    objects: z.array(z.object({ key: z.string(), bytes: z.int(), modifiedAt: Instant, href: z.string() })),
    cursor: z.string().optional(),
  })
  .meta({ id: 'ObjectPage' });
export type ObjectPage = z.infer<typeof ObjectPage>;

export const Queue = z
  .object({
    name: QueueName,
    visible: z.int(),
    inFlight: z.int(),
    delayed: z.int(),
    oldestAgeMs: z.number(),
    deadLetters: z.int(),
  })
  .meta({ id: 'Queue' });
export type Queue = z.infer<typeof Queue>;
export const QueueList = z.object({ queues: z.array(Queue) }).meta({ id: 'QueueList' });
export type QueueList = z.infer<typeof QueueList>;

export const DeadLetter = z
  .object({
    id: z.string(),
    sentAt: Instant,
    receiveCount: z.int(),
    body: z.string(),
    /** The run it is about, where it can be read. */
    run: z.string().optional(),
    part: z.int().optional(),
    /** Why it was given up, from the run's ledger, or what is wrong with the message. */
    reason: z.string(),
    remedy: z.string(),
  })
  .meta({ id: 'DeadLetter' });
export const DeadLetterList = z
  .object({ deadLetters: z.array(DeadLetter), total: z.int() })
  .meta({ id: 'DeadLetterList' });
export type DeadLetterList = z.infer<typeof DeadLetterList>;

export const RedriveRequest = z.object({ id: z.string().optional() }).meta({ id: 'RedriveRequest' });
export const Redriven = z.object({ moved: z.int() }).meta({ id: 'Redriven' });
export type Redriven = z.infer<typeof Redriven>;
export const PurgeRequest = z
  .object({
    what: z.enum(['messages', 'dead-letters']),
    /** The queue's name once more. */
    confirm: z.string(),
  })
  .meta({ id: 'PurgeRequest' });

export const FleetTask = z
  .object({
    service: z.string(),
    id: z.string(),
    status: z.enum(['starting', 'running', 'stopping', 'stopped']),
    startedAt: Instant.optional(),
    memoryBytes: z.int().optional(),
    restarts: z.int().optional(),
    image: z.string().optional(),
    instance: z.string().optional(),
    healthy: z.boolean().optional(),
  })
  .meta({ id: 'FleetTask' });

export const FleetView = z
  .object({
    /** Where this comes from: processes of this machine, ECS, or nothing that can be asked. */
    kind: z.enum(['processes', 'ecs', 'unknown']),
    services: z.array(
      z.object({
        name: z.string(),
        desired: z.int().optional(),
        running: z.int(),
        image: z.string().optional(),
      }),
    ),
    tasks: z.array(FleetTask),
    instances: z.array(
      z.object({
        id: z.string(),
        name: z.string().optional(),
        type: z.string().optional(),
        status: z.string(),
        tasks: z.int(),
        memoryBytes: z.int().optional(),
        freeMemoryBytes: z.int().optional(),
      }),
    ),
    note: z.string().optional(),
  })
  .meta({ id: 'FleetView' });
export type FleetView = z.infer<typeof FleetView>;

/** The four stages as they are now. */
export const Pipeline = z
  .object({
    at: Instant,
    stages: z.array(
      z.object({
        stage: StageName,
        waiting: z.int(),
        inFlight: z.int(),
        deadLetters: z.int(),
        oldestAgeMs: z.number(),
        /** At work now; absent if the fleet does not report it. */
        tasks: z.int().optional(),
        /** Over the last five minutes. */
        partsPerMinute: z.number(),
        medianMs: z.number().optional(),
        lastFinishedAt: Instant.optional(),
      }),
    ),
    runs: z.record(RunStatus, z.int()),
    datasets: z.int(),
    /** The disk of the data folder, or of the service's scratch folder on S3. `short`: uploads are refused. */
    disk: z.object({ level: z.enum(['ok', 'low', 'short']), freeBytes: z.int() }),
  })
  .meta({ id: 'Pipeline' });
export type Pipeline = z.infer<typeof Pipeline>;

/** One `data:` of the event stream. `event:` is its `type`, `id:` resumes after it. */
export const StreamEvent = z
  .object({
    type: z.enum(['run.changed', 'pipeline.changed']),
    run: RunSummary.optional(),
    pipeline: Pipeline.optional(),
  })
  .meta({ id: 'StreamEvent' });
export type StreamEvent = z.infer<typeof StreamEvent>;
