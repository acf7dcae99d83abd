import type { ObjectStore } from '@wattline/backend-contract';
import { firstStage } from '@wattline/topology';
import { z } from 'zod';
import { ledgerKeys, readDocument, StageDone } from '../ledger.ts';
import type { RunReplay } from '../turn/run-end.ts';
import type { OtherVersion } from './decide-renewal.ts';

const Ingested = z.object({
  plan: z.object({ joined: z.array(z.object({ dataset: z.string(), version: z.string() })) }),
});

/** The versions of other datasets that a run has joined; none before it is past its first stage. */
export const readJoined = async (
  results: ObjectStore,
  { run, replay }: RunReplay,
): Promise<readonly OtherVersion[]> => {
  const done = await readDocument(results, ledgerKeys(run).done(replay, firstStage, 0), StageDone);
  return Ingested.safeParse(done?.result).data?.plan.joined ?? [];
};
