import type { LocalBackend } from '@wattline/bootstrap';
import {
  type AnnounceEntry,
  type Erased,
  eraseDataset,
  isSettled,
  listRuns,
  previewErasure,
  type Receipt,
  readReceipt,
  requestDeletion,
  type Stores,
} from '@wattline/worker';
import { settled } from './backend.ts';

/** A name that nothing else has. */
export const ENTITY = 'ZEPHYR-77';
export const TOWN = 'town';

type Rows = readonly (readonly [hour: number, meter: string, load: number])[];

export const csvOf = (rows: Rows): string =>
  `time,meter,load\n${rows.map(([hour, meter, load]) => `${new Date(Date.UTC(2024, 0, 1, hour)).toISOString()},${meter},${load}\n`).join('')}`;

/** A day of several meters. */
export const dayOf = (first: number, meters: readonly string[], load = 0): Rows =>
  Array.from({ length: 24 }, (_, index) => first + index).flatMap((hour) =>
    meters.map((meter, at) => [hour, meter, load + hour + at] as const),
  );

const runsOf = async (backend: { readonly stores: Stores }): Promise<string[]> => {
  const runs: string[] = [];
  for await (const { run, dataset } of listRuns(backend.stores)) if (dataset === TOWN) runs.push(run);
  return runs;
};

/** Goes on with erasures of the town, as the command does. */
export const eraseTown = async (
  backend: { readonly stores: Stores },
  scratch: string,
  now: () => number = Date.now,
  announce?: AnnounceEntry,
): Promise<Erased[]> =>
  eraseDataset({
    stores: backend.stores,
    dataset: TOWN,
    scratch,
    signal: new AbortController().signal,
    now,
    announce,
    runs: () => runsOf(backend),
    isBusy: async () => {
      for (const run of await runsOf(backend)) {
        const receipt = await readReceipt(backend.stores, run);
        if (receipt !== undefined && !isSettled(receipt.status)) return true;
      }
      return false;
    },
  });

export const previewTown = (backend: LocalBackend, scratch: string, dropFiles = false) =>
  previewErasure(
    { stores: backend.stores, dataset: TOWN, scratch, signal: new AbortController().signal },
    { entity: ENTITY, dropFiles },
  );

/** The deletion that an erasure begins with. */
export const beginErasure = async (backend: LocalBackend, dropFiles = false): Promise<Receipt> => {
  const asked = await requestDeletion(backend.stores, TOWN, { entity: ENTITY }, 'Ada', { dropFiles });
  return settled(backend, asked.run);
};
