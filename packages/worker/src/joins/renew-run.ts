import { firstStage } from '@wattline/topology';
import type { Backend } from '../backend.ts';
import { createDocument, ledgerKeys, type ReplayDocument, type SpecRef } from '../ledger.ts';
import { sendReplay } from '../replay.ts';
import { newestRequest } from '../runs.ts';
import type { OtherVersion } from './decide-renewal.ts';

/** A request whose message nobody took up by then may never have been sent. A message in sight is hidden for longer. */
const UNSENT_MS = 20_000;

/**
 * Replays a run for new versions of what it joins. Whoever saw the same asks for the same replay, of which there is one.
 *
 * @param options.after the replay, or 0, that was the newest when it was decided
 * @param options.spec undefined: the file shows it
 * @returns whether this call asked for it
 */
export const renewRun = async (
  backend: Backend,
  options: {
    readonly run: string;
    readonly dataset: string;
    readonly after: number;
    readonly spec: SpecRef | undefined;
    readonly renews: readonly OtherVersion[];
  },
): Promise<boolean> => {
  const { run, dataset, after, spec, renews } = options;
  const replay = after + 1;
  const isMine = await createDocument(backend.stores.results, ledgerKeys(run).replay(replay), {
    replay,
    from: firstStage,
    at: new Date().toISOString(),
    spec: spec ?? null,
    renews,
  } satisfies ReplayDocument);
  if (isMine) await sendReplay(backend, { run, dataset, replay, from: firstStage, parts: 1 });
  return isMine;
};

/** Sends the message of a renewal again, where the process that asked for it was perhaps killed before it did. */
export const resendRenewal = async (
  backend: Backend,
  { run, dataset }: { readonly run: string; readonly dataset: string },
  nowMs = Date.now(),
): Promise<boolean> => {
  const { replay, at = '', renews } = await newestRequest(backend.stores, run);
  if (renews === undefined || nowMs - Date.parse(at) < UNSENT_MS) return false;
  const root = ledgerKeys(run).replayRoot(replay);
  for await (const { key } of backend.stores.results.list(root))
    if (key !== ledgerKeys(run).replay(replay)) return false;
  await sendReplay(backend, { run, dataset, replay, from: firstStage, parts: 1 });
  return true;
};
