/** The type of the event that is published when a task of a stage is done. */
type DoneType = `wattline.${string}`;

/** What one task of a stage is about: the whole run, or one of the parts that ingest divides it into. */
export type Scope = 'run' | 'part';

/** Outputs that a stage reads: all that are addressed to its task, or those of one kind. */
interface Read<Name extends string> {
  readonly from: Name;
  readonly kind?: string;
  /** Brought to the stage when it asks for them. */
  readonly later?: true;
}

interface StageNode<Name extends string> {
  readonly scope: Scope;
  /** In this order. Empty: the upload and its spec. */
  readonly reads: readonly Read<Name>[];
  /** The stage that follows, and receives the done event; none after the last. */
  readonly next: Name | undefined;
  readonly done: DoneType;
}

const defineStages = <const Graph extends Readonly<Record<string, StageNode<string>>>>(
  graph: Graph & { readonly [Name in keyof Graph]: StageNode<keyof Graph & string> },
): Graph => graph;

/**
 * The stages, in their order. Messages, queues, inputs, forwarding, receipts, replays, the page's pipeline and the
 * command's progress are derived from this table; `infra/topology.json` adds what each may read and write.
 */
export const stageGraph = defineStages({
  ingest: { scope: 'run', reads: [], next: 'transform', done: 'wattline.readings.ingested' },
  transform: {
    scope: 'part',
    reads: [{ from: 'ingest' }],
    next: 'aggregate',
    done: 'wattline.readings.transformed',
  },
  aggregate: {
    scope: 'part',
    reads: [{ from: 'transform' }],
    next: 'publish',
    done: 'wattline.readings.aggregated',
  },
  publish: {
    scope: 'run',
    // Only ingest has the readings: what it says of them is kept for the last stage.
    reads: [
      { from: 'ingest', kind: 'profile' },
      { from: 'ingest', kind: 'partitions' },
      { from: 'ingest', kind: 'carried' },
      // Runs that were ingested by releases of before name each by itself.
      { from: 'ingest', kind: 'partition', later: true },
      { from: 'ingest', kind: 'fit' },
      { from: 'ingest', kind: 'fitted' },
      { from: 'ingest', kind: 'summaries' },
      { from: 'ingest', kind: 'drift' },
      { from: 'ingest', kind: 'drift before' },
      { from: 'ingest', kind: 'drift counts' },
      { from: 'aggregate' },
    ],
    next: undefined,
    done: 'wattline.feature-set.published',
  },
});

export type StageName = keyof typeof stageGraph;
export type DoneEventType = (typeof stageGraph)[StageName]['done'];

export const stageNames = Object.keys(stageGraph) as [StageName, ...StageName[]];

export const [firstStage] = stageNames;
export const lastStage: StageName = stageNames.at(-1) ?? firstStage;

export const nodeOf = (stage: StageName): StageNode<StageName> => stageGraph[stage];

/** The stages before one, in their order. */
export const stagesBefore = (stage: StageName): readonly StageName[] =>
  stageNames.slice(0, stageNames.indexOf(stage));

/** How many tasks a stage has in a run that its first stage divided into `parts`. */
export const taskCount = (stage: StageName, parts: number): number =>
  nodeOf(stage).scope === 'run' ? 1 : parts;

/** The queue that takes the events for those who watch. */
export const EVENTS_QUEUE = 'events';

/** Each stage has the queue of its name. */
export const queueNames = [...stageNames, EVENTS_QUEUE] as const;
export type QueueName = StageName | typeof EVENTS_QUEUE;
