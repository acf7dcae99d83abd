import { UsageError } from '@wattline/errors';
import { firstStage, type StageName, stagesBefore, taskCount, topology } from '@wattline/topology';
import type { Backend } from './backend.ts';
import { publishEvent } from './enqueue-next.ts';
import { stageEvent, type Task } from './events.ts';
import {
  createDocument,
  ledgerKeys,
  type ReplayDocument,
  type RunDocument,
  readDocument,
  type SpecRef,
  StageDone,
} from './ledger.ts';
import { datasetSpec, newestReplay, readRun, readSpecOf } from './runs.ts';

const requireRun = async (backend: Backend, run: string): Promise<RunDocument> => {
  const document = await readRun(backend.stores, run);
  if (document !== undefined) return document;
  throw new UsageError('RUN_UNKNOWN', `there is no run ${run}`, {
    category: 'not-found',
    remedy: 'list the runs with: wattline runs',
  });
};

/** Carries over what the stages before `from` recorded. Throws where one of them is not done. */
const carryOver = async (backend: Backend, run: string, replay: number, from: StageName): Promise<number> => {
  const { results } = backend.stores;
  const keys = ledgerKeys(run);
  let parts = 1;
  for (const stage of stagesBefore(from)) {
    const count = taskCount(stage, parts);
    for (let part = 0; part < count; part += 1) {
      const done = await readDocument(results, keys.done(replay - 1, stage, part), StageDone);
      if (done === undefined) {
        throw new UsageError(
          'STAGE_NOT_DONE',
          `run ${run} has not finished ${stage}, so it cannot be replayed from ${from}`,
          {
            category: 'conflict',
            remedy: `replay it from ${stage}`,
          },
        );
      }
      if (stage === firstStage) parts = done.parts;
      await createDocument(results, keys.done(replay, stage, part), done);
    }
  }
  return parts;
};

/** Which spec a replay works by: the dataset's own as it is now, or the one that the run used last. */
export type ReplaySpec = 'current' | 'recorded';

const specFor = (
  { stores }: Backend,
  run: RunDocument,
  former: number,
  from: StageName,
  spec: ReplaySpec,
): Promise<SpecRef | undefined> =>
  // Later stages work by what the first one recorded.
  from === firstStage && spec === 'current'
    ? datasetSpec(stores, run.dataset)
    : readSpecOf(stores, run, former);

/** Sends the messages of a replay that was written down. Safe to repeat: they are the same messages. */
export const sendReplay = async (
  backend: Backend,
  {
    run,
    dataset,
    replay,
    from,
    parts,
  }: Pick<Task, 'run' | 'dataset' | 'replay' | 'parts'> & { readonly from: StageName },
): Promise<void> => {
  const count = taskCount(from, parts);
  for (let part = 0; part < count; part += 1) {
    const event = stageEvent('wattline.replay.requested', {
      run,
      dataset,
      replay,
      part,
      parts: count,
      stage: from,
    });
    await backend.queues[topology.stages[from].receives].send(JSON.stringify(event), { group: dataset });
  }
  // Those who watch hear of it before a stage takes it up.
  await publishEvent(
    backend,
    stageEvent('wattline.replay.requested', { run, dataset, replay, part: 0, parts: count, stage: from }),
  );
};

/**
 * Runs a run again, from a stage on. The former ledger stays. From the first stage it works by the dataset's spec as it
 * is now, unless that of the run is asked for. Returns the replay's number.
 */
export const replayRun = async (
  backend: Backend,
  run: string,
  from: StageName = firstStage,
  { spec: wanted = 'current' }: { readonly spec?: ReplaySpec } = {},
): Promise<number> => {
  const document = await requireRun(backend, run);
  const { dataset } = document;
  const former = await newestReplay(backend.stores, run);
  const replay = former + 1;
  const spec = await specFor(backend, document, former, from, wanted);
  const parts = await carryOver(backend, run, replay, from);
  const at = new Date().toISOString();
  const mine = await createDocument(backend.stores.results, ledgerKeys(run).replay(replay), {
    replay,
    from,
    at,
    spec: spec ?? null,
  } satisfies ReplayDocument);
  if (!mine) {
    throw new UsageError('REPLAY_UNDER_WAY', `run ${run} is being replayed already`, {
      category: 'conflict',
      remedy: 'watch it with: wattline show',
    });
  }
  await sendReplay(backend, { run, dataset, replay, from, parts });
  return replay;
};
