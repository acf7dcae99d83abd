import type { Backend } from '../backend.ts';
import { decideRenewal, type RenewalDecision } from './decide-renewal.ts';
import { readJoining } from './read-joining.ts';
import { renewRun, resendRenewal } from './renew-run.ts';

/** What came of looking at a dataset; `run`: whose replay makes it again. */
export type Renewed = RenewalDecision & { readonly run: string };

/**
 * Makes a dataset again where one that it joins has another version than it joined. Call it whenever one of the two may
 * have changed: it does nothing where there is nothing to do, and what was asked for is not asked for again. Undefined for
 * a dataset that joins none.
 */
export const renewDataset = async (backend: Backend, dataset: string): Promise<Renewed | undefined> => {
  const joining = await readJoining(backend.stores, dataset);
  if (joining === undefined) return undefined;
  const { facts, run, replay, spec } = joining;
  const decision = decideRenewal(facts);
  if (decision.type === 'busy') await resendRenewal(backend, { run, dataset });
  if (decision.type === 'renew')
    await renewRun(backend, { run, dataset, after: replay, spec, renews: decision.renews });
  return { ...decision, run };
};
