import type { ObjectStore } from '@wattline/backend-contract';
import { z } from 'zod';
import { featureSetPlaces } from '../feature-set.ts';
import { readDocument } from '../ledger.ts';

const Pointer = z.object({ version: z.string(), order: z.string() });

/** What points to the version that readers of a dataset should take. `order` grows with each run that leads to one. */
export const latestPointer = (
  features: ObjectStore,
  dataset: string,
): Promise<z.infer<typeof Pointer> | undefined> =>
  readDocument(features, featureSetPlaces(dataset, '').latest.key, Pointer);

/** The version that readers of a dataset should take; undefined before the first is sealed. */
export const latestVersion = async (features: ObjectStore, dataset: string): Promise<string | undefined> =>
  (await latestPointer(features, dataset))?.version;

/** Orders the pointers to latest versions: that of the newest entry counts. `entry` is above any time. */
export const latestOrder = (entry: number): string => `entry ${String(entry).padStart(9, '0')}`;
