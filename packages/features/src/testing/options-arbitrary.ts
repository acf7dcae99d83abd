import type fc from 'fast-check';
import type { z } from 'zod';
import { type familySchemas, folderOf } from '../families.ts';
import type { FamilyKey } from '../used-family.ts';

/** What options are made for. */
export interface World {
  /** The aggregated columns that there are. */
  readonly columns: readonly string[];
  /** The readings' text columns. */
  readonly texts: readonly string[];
  /** So many intervals as a duration. */
  readonly duration: (intervals: number) => string;
}

/** Options of a family as people write them, of every sort that it knows. */
export type OptionsArbitrary<Key extends FamilyKey> = (
  world: World,
) => fc.Arbitrary<z.input<(typeof familySchemas)[Key]>>;

/** A family's own, from `arbitrary.ts` in its folder. @throws where it has none */
export const optionsArbitrary = async <Key extends FamilyKey>(key: Key): Promise<OptionsArbitrary<Key>> => {
  const path = `../families/${folderOf(key)}/arbitrary.ts`;
  try {
    const module: { default: OptionsArbitrary<Key> } = await import(path);
    return module.default;
  } catch (cause) {
    throw new Error(`The family ${key} has no options to be tested with: write ${path}`, { cause });
  }
};
