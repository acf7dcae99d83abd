import type { Fleet, FleetTask } from '@wattline/backend-contract';
import { topology } from '@wattline/topology';
import { type Queues, stageNames } from '@wattline/worker';
import type { StatusDeps } from '../deps.ts';
import type { RunIndex } from '../run-index/run-index.ts';
import type { Pipeline } from './pipeline.ts';

const THROUGHPUT_MS = 5 * 60_000;
/** A deployment's fleet is asked over the network. */
const FLEET_MS = 5_000;

/** Smaller changes of free space are no news for who listens. */
const DISK_STEP_BYTES = 10_000_000;

interface PipelineSources {
  readonly queues: Queues;
  readonly fleet: Fleet;
  readonly index: RunIndex;
  readonly readDisk: StatusDeps['readDisk'];
  readonly now: () => Date;
}

/** A deployment's services may bear its prefix, as `wattline-dev-ingest`, and more of a stage's tasks be a service of their own: `ingest-more`. */
const isOf = ({ service }: FleetTask, stage: string): boolean => {
  const name = service.replace(/-more$/, '');
  return name === stage || name.endsWith(`-${stage}`);
};

/** The four stages as they are now: queues, fleet and what was done of late. */
export const createPipelineReader = ({ queues, fleet, index, readDisk, now }: PipelineSources) => {
  let tasks: { readonly at: number; readonly list: Promise<readonly FleetTask[] | undefined> } | undefined;
  const fleetTasks = async (): Promise<readonly FleetTask[] | undefined> => {
    if (fleet.kind === 'unknown') return undefined;
    const at = now().getTime();
    // A fleet that does not answer leaves the stages to be shown without it.
    if (tasks === undefined || at - tasks.at > FLEET_MS)
      tasks = { at, list: fleet.tasks().catch(() => undefined) };
    return tasks.list;
  };
  return async (): Promise<Pipeline> => {
    const at = now();
    const since = new Date(at.getTime() - THROUGHPUT_MS);
    const running = await fleetTasks();
    const stages = await Promise.all(
      stageNames.map(async (stage) => {
        const queue = queues[topology.stages[stage].receives];
        const [depth, dead] = await Promise.all([queue.depth(), queue.deadLetters?.depth()]);
        const { parts, medianMs, lastFinishedAt } = index.throughput(stage, since);
        return {
          stage,
          waiting: depth.visible + depth.delayed,
          inFlight: depth.inFlight,
          deadLetters: dead?.visible ?? 0,
          oldestAgeMs: Math.max(0, Math.round(depth.oldestAgeMs)),
          ...(running && {
            tasks: running.filter((task) => task.status === 'running' && isOf(task, stage)).length,
          }),
          partsPerMinute: parts / (THROUGHPUT_MS / 60_000),
          ...(medianMs !== undefined && { medianMs }),
          ...(lastFinishedAt !== undefined && { lastFinishedAt: lastFinishedAt.toISOString() }),
        };
      }),
    );
    const { level, freeBytes } = await readDisk();
    return {
      at: at.toISOString(),
      stages,
      runs: { ...index.counts() },
      datasets: index.datasetCount(),
      disk: { level, freeBytes: Math.floor(freeBytes / DISK_STEP_BYTES) * DISK_STEP_BYTES },
    };
  };
};
