import type { ObjectInfo, ObjectStore } from '@wattline/backend-contract';
import { firstStage, lastStage } from '@wattline/topology';
import { ledgerKeys, OLD_DEAD_LETTERED } from '../ledger.ts';

/** One try at a run. */
export interface RunReplay {
  readonly run: string;
  readonly replay: number;
}

/** How far a run has come, as far as other runs of its dataset go by it. */
export type RunEnd =
  /** Its entry may be in the log, and the record of it is still to come. */
  | 'joining'
  | 'going-on'
  | 'sealed'
  /** Rejected, cancelled, or a dead letter: it makes no version by itself. */
  | 'ended';

/** A dead letter, since which nobody took the task up again. */
const hasDeadLetter = (root: string, infos: readonly ObjectInfo[]): boolean => {
  const letters = infos.filter(
    ({ key }) => key.endsWith('/dead-lettered.json') || key.endsWith(`/${OLD_DEAD_LETTERED}`),
  );
  return letters.some((letter) => {
    const task = letter.key.slice(0, letter.key.lastIndexOf('/') + 1);
    if (!task.startsWith(root)) return false;
    return !infos.some(
      ({ key, modifiedAt }) =>
        key === `${task}done.json` ||
        (key.startsWith(`${task}attempts/`) && key.endsWith('.json') && modifiedAt > letter.modifiedAt),
    );
  });
};

/** How far a run has come; one request. */
export const readRunEnd = async (results: ObjectStore, { run, replay }: RunReplay): Promise<RunEnd> => {
  const keys = ledgerKeys(run);
  const root = keys.replayRoot(replay);
  const infos: ObjectInfo[] = [];
  for await (const info of results.list(root)) infos.push(info);
  const has = (key: string): boolean => infos.some((info) => info.key === key);
  if (has(keys.done(replay, lastStage, 0))) return 'sealed';
  if (has(keys.rejected(replay)) || hasDeadLetter(root, infos)) return 'ended';
  return has(keys.done(replay, firstStage, 0)) ? 'going-on' : 'joining';
};
