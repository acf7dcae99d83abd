import type { Backend } from '../backend.ts';
import { readLog, uploadEntries } from '../dataset/dataset-log.ts';
import { latestVersion } from '../dataset/latest.ts';
import { readReceipt } from '../receipt.ts';
import type { RunReplay } from '../turn/run-end.ts';
import type { OtherVersion } from './decide-renewal.ts';
import { JOIN_NOT_SEALED } from './join-not-sealed.ts';
import { type PinnedSpec, readPinned } from './read-pinned.ts';
import { renewRun, resendRenewal } from './renew-run.ts';

/** A run that was refused because a dataset that it joins had no version. */
interface Refused extends RunReplay {
  readonly other: string;
  /** What the run was replayed for already. */
  readonly renews: readonly OtherVersion[];
}

const readRefused = async (
  backend: Backend,
  dataset: string,
  runs: readonly string[],
): Promise<Refused[]> => {
  const refused: Refused[] = [];
  for (const run of runs) {
    const receipt = await readReceipt(backend.stores, run);
    const { status, error, replay = 0, renews = [] } = receipt ?? {};
    const other = error?.code === JOIN_NOT_SEALED ? error.place.value : undefined;
    if (status === 'waiting') await resendRenewal(backend, { run, dataset });
    else if (status === 'rejected' && other !== undefined) refused.push({ run, replay, other, renews });
  }
  return refused;
};

/** Of the specs that some runs work by, the one that was chosen last: so it would be, had none of them been refused. */
const newestSpec = async (
  { stores }: Backend,
  runs: readonly RunReplay[],
): Promise<PinnedSpec | undefined> => {
  let newest: PinnedSpec | undefined;
  for (const one of runs) {
    const pinned = await readPinned(stores, one);
    if (pinned !== undefined && (newest === undefined || pinned.at > newest.at)) newest = pinned;
  }
  return newest;
};

/**
 * Replays runs of a dataset that were refused because one that it joins had no version, where it has one by now: in
 * whatever order files come, the same comes of them.
 *
 * @param runs those that may be refused so
 * @returns those that are asked for by this call
 */
export const renewRefused = async (
  backend: Backend,
  dataset: string,
  runs: readonly string[],
): Promise<string[]> => {
  const refused = await readRefused(backend, dataset, runs);
  if (refused.length === 0) return [];
  const { results, features } = backend.stores;
  const newest = uploadEntries(await readLog(results, dataset)).at(-1);
  const spec = await newestSpec(backend, newest === undefined ? refused : [...refused, newest]);
  const asked: string[] = [];
  for (const { run, replay, other, renews: before } of refused) {
    const version = await latestVersion(features, other);
    if (version === undefined || spec === undefined) continue;
    // A version that cannot be read, say: without this, there would be no end of replays.
    if (before.some((one) => one.dataset === other && one.version === version)) continue;
    const renews = [{ dataset: other, version }];
    if (await renewRun(backend, { run, dataset, after: replay, spec: spec.spec, renews })) asked.push(run);
  }
  return asked;
};
