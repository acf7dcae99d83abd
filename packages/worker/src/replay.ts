import { UsageError } from '@wattline/errors';
import { firstStage, type StageName, stagesBefore, taskCount, topology } from '@wattline/topology';
import type { Chain } from './chain.ts';
import { stageEvent } from './events.ts';
import { announce } from './forward.ts';
import { createDocument, ledgerKeys, type RunDocument, readDocument, StageDone } from './ledger.ts';
import { newestReplay, readRun } from './runs.ts';

const requireRun = async (chain: Chain, run: string): Promise<RunDocument> => {
  const document = await readRun(chain.stores, run);
  if (document !== undefined) return document;
  throw new UsageError('RUN_UNKNOWN', `there is no run ${run}`, {
    kind: 'not-found',
    remedy: 'list the runs with: wattline runs',
  });
};

/** Carries over what the stages before `from` recorded. Throws where one of them is not done. */
const carryOver = async (chain: Chain, run: string, replay: number, from: StageName): Promise<number> => {
  const { results } = chain.stores;
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
            kind: 'conflict',
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

/** Runs a run again, from a stage on. The former ledger stays. Returns the replay's number. */
export const replayRun = async (chain: Chain, run: string, from: StageName = firstStage): Promise<number> => {
  const { dataset } = await requireRun(chain, run);
  const replay = (await newestReplay(chain.stores, run)) + 1;
  const parts = await carryOver(chain, run, replay, from);
  const at = new Date().toISOString();
  const mine = await createDocument(chain.stores.results, ledgerKeys(run).requested(replay), {
    replay,
    from,
    at,
  });
  if (!mine) {
    throw new UsageError('REPLAY_UNDER_WAY', `run ${run} is being replayed by somebody else`, {
      kind: 'conflict',
      remedy: 'watch it with: wattline show',
    });
  }
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
    await chain.queues[topology.stages[from].receives].send(JSON.stringify(event));
  }
  // Those who watch hear of it before a stage takes it up.
  await announce(
    chain,
    stageEvent('wattline.replay.requested', { run, dataset, replay, part: 0, parts: count, stage: from }),
  );
  return replay;
};
