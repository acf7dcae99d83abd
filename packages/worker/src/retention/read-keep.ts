import type { Stores } from '../backend.ts';
import { specKey } from '../upload.ts';
import { defaultKeep, type Keep } from './keep.ts';

/** What the dataset's `wattline.yaml` says is kept. Undefined where it cannot be read: then everything is. */
export const readKeep = async (
  { staging }: Pick<Stores, 'staging'>,
  dataset: string,
): Promise<Keep | undefined> => {
  const found = await staging.get(specKey(dataset));
  if (found === undefined) return defaultKeep;
  const text = new TextDecoder().decode(found.body);
  // The schema of specs takes long to load, and most specs say nothing of it.
  if (!/^keep\s*:/m.test(text)) return defaultKeep;
  const { parseSpec, SpecError } = await import('@wattline/spec');
  try {
    return parseSpec(text, { file: specKey(dataset) }).keep ?? defaultKeep;
  } catch (error) {
    if (error instanceof SpecError) return undefined;
    throw error;
  }
};
