import type { ObjectStore } from '@wattline/backend-contract';
import { lastStage } from '@wattline/topology';
import { ledgerKeys, readDocument, StageDone, SupersededDocument } from '../ledger.ts';
import { readRunEnd } from './run-end.ts';

/** In which run, and once that is sealed in which version, what a run brought is. */
export interface SupersededBy {
  readonly run: string;
  /** Its number in the dataset's log. */
  readonly entry: number;
  readonly version?: string;
}

const readSuperseded = async (
  results: ObjectStore,
  run: string,
  replay: number,
): Promise<SupersededDocument | undefined> => {
  const keys = ledgerKeys(run);
  const [begun, found] = await Promise.all([
    results.head(keys.begun(replay)),
    readDocument(results, keys.superseded(replay), SupersededDocument),
  ]);
  // It was superseded by a run that made no version, and went on.
  return begun === undefined ? found : undefined;
};

/**
 * The run that has what another brought, which may itself have been superseded since; undefined where the run goes on by
 * itself. One that is sealed has its version.
 */
export const supersededBy = async (
  results: ObjectStore,
  run: string,
  replay: number,
): Promise<SupersededBy | undefined> => {
  let found = await readSuperseded(results, run, replay);
  let last: SupersededBy | undefined;
  while (found !== undefined) {
    const end = await readRunEnd(results, { run: found.by, replay: found.replay });
    // Its run was sent again.
    if (end === 'ended') return last;
    last = { run: found.by, entry: found.entry };
    if (end === 'sealed') {
      const key = ledgerKeys(found.by).done(found.replay, lastStage, 0);
      const { version } = (await readDocument(results, key, StageDone))?.result ?? {};
      return { ...last, ...(typeof version === 'string' && { version }) };
    }
    found = await readSuperseded(results, found.by, found.replay);
  }
  return last;
};
