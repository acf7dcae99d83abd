import type { Stores } from '../backend.ts';
import type { SpecRef } from '../ledger.ts';
import { readReplay, readRun, readSpecOf } from '../runs.ts';
import type { RunReplay } from '../turn/run-end.ts';

/** The spec that a run works by, undefined where its file shows it, and since when that is so, ISO 8601. */
export interface PinnedSpec {
  readonly spec: SpecRef | undefined;
  readonly at: string;
}

/** Renewals work by the spec that was pinned before them. Undefined where there is no such run. */
export const readPinned = async (
  stores: Stores,
  { run, replay }: RunReplay,
): Promise<PinnedSpec | undefined> => {
  const document = await readRun(stores, run);
  if (document === undefined) return undefined;
  const spec = await readSpecOf(stores, document, replay);
  for (let number = replay; number > 0; number -= 1) {
    const request = await readReplay(stores, run, number);
    if (request !== undefined && request.renews === undefined) return { spec, at: request.at };
  }
  return { spec, at: document.createdAt };
};
