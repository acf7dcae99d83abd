import type { ObjectStore } from '@wattline/backend-contract';
import { createDocument } from '../ledger.ts';

const root = (other: string): string => `datasets/${other}/joined-by/`;
const ENDING = '.json';

/**
 * Writes down that a dataset joins others, so that their next versions renew it. Before it is looked which versions they
 * have: whoever seals one after that finds this. It stays where the dataset joins them no longer: those who read it ask the
 * dataset.
 */
export const noteJoins = async (
  results: ObjectStore,
  dataset: string,
  others: Iterable<string>,
): Promise<void> => {
  for (const other of new Set(others))
    await createDocument(results, `${root(other)}${dataset}${ENDING}`, { dataset });
};

/** The datasets that join one, or once did. */
export const mayJoin = async (results: ObjectStore, other: string): Promise<string[]> => {
  const found: string[] = [];
  for await (const { key } of results.list(root(other)))
    if (key.endsWith(ENDING)) found.push(key.slice(root(other).length, -ENDING.length));
  return found;
};
