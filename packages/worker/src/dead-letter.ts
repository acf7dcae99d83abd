import type { ObjectStore } from '@wattline/backend-contract';
import { firstStage, type StageName } from '@wattline/topology';
import type { Backend } from './backend.ts';
import { deathsAlone } from './decide.ts';
import { publishEvent } from './enqueue-next.ts';
import { stageEvent, type Task } from './events.ts';
import { DeathDocument, ledgerKeys, readDocument, StageFailure } from './ledger.ts';
import { readRun } from './runs.ts';
import type { TaskHistory } from './task-history.ts';
import { resumeSuperseded } from './turn/resume-superseded.ts';

type Report = StageFailure['error'];

/** The code of a task that ended its worker's process each time. */
export const WORKER_DIED = 'WORKER_DIED';

const howItEnded = ({ signal, exitCode, stderr }: DeathDocument): string => {
  const how = signal ?? (exitCode === undefined ? undefined : `exit status ${exitCode}`);
  return [how, stderr].filter((part) => part !== undefined).join(': ');
};

const newestFailure = async (results: ObjectStore, keys: readonly string[]): Promise<Report | undefined> => {
  const failures = await Promise.all(keys.map((key) => readDocument(results, key, StageFailure)));
  return failures
    .filter((failure) => failure !== undefined)
    .sort((a, b) => (a.at < b.at ? -1 : 1))
    .at(-1)?.error;
};

const deathReport = async (
  results: ObjectStore,
  stage: StageName,
  { run, replay, part }: Task,
  history: TaskHistory,
  file: string | undefined,
): Promise<Report> => {
  const alone = deathsAlone(history);
  const counted = alone.length > 0 ? alone : history.lost;
  const deaths = await Promise.all(
    counted.map(({ attempt }) =>
      readDocument(results, ledgerKeys(run).death(replay, stage, part, attempt), DeathDocument),
    ),
  );
  const how = deaths
    .filter((death) => death !== undefined)
    .map(howItEnded)
    .at(-1);
  const times = counted.length === 1 ? 'once' : `each of ${counted.length} times`;
  return {
    code: WORKER_DIED,
    message: `the process of ${stage} ended ${times} while it worked on this upload${
      alone.length > 0 ? ' and nothing else' : ''
    }${how === undefined || how === '' ? '' : ` (${how})`}`,
    place: file === undefined ? {} : { file },
    remedy: `repair the upload, or give ${stage} more memory; then replay the run. Replayed unchanged, it would end the process again`,
  };
};

const exhausted = (stage: StageName): Report => ({
  code: 'DELIVERIES_EXHAUSTED',
  message: `the message was delivered to ${stage} too often, and no attempt left a record`,
  place: {},
  remedy: `check that ${stage} reaches its stores; then replay the run`,
});

/** Why a task is dead-lettered, by what its deliveries left in the ledger. */
export const explainDeadTask = async (
  stores: Backend['stores'],
  stage: StageName,
  task: Task,
  history: TaskHistory,
): Promise<Report> => {
  const { results } = stores;
  const died = deathsAlone(history).length > 0 || history.failures.length === 0;
  const failure = died ? undefined : await newestFailure(results, history.failures);
  if (failure !== undefined) return failure;
  if (history.lost.length === 0) return exhausted(stage);
  const file = (await readRun(stores, task.run))?.upload.key;
  return deathReport(results, stage, task, history, file);
};

/** Records that a task is not retried any more, and publishes that its run has failed. Recording it again is harmless. */
export const recordDeadLetter = async (
  backend: Backend,
  stage: StageName,
  task: Task,
  error: Report,
): Promise<void> => {
  const failure: StageFailure = { stage, part: task.part, at: new Date().toISOString(), error };
  const key = ledgerKeys(task.run).deadLettered(task.replay, stage, task.part);
  await backend.stores.results.put(key, JSON.stringify(failure), { contentType: 'application/json' });
  if (stage !== firstStage) await resumeSuperseded(backend, task);
  await publishEvent(backend, stageEvent('wattline.run.failed', { ...task, stage, error }));
};
