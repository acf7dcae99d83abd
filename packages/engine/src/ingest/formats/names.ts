import { packings } from '../packings/registry.ts';
import { formats } from './registry.ts';

const listed = (words: readonly string[], last: string): string =>
  words.length < 2 ? words.join() : `${words.slice(0, -1).join(', ')} ${last} ${words.at(-1)}`;

/** The formats in the order in which people know them: `CSV`, `Parquet`. */
const labels = formats.map(({ label }) => label).reverse();

/** `CSV, Parquet or …`, as messages name what can be read. */
export const formatNames: string = listed(labels, 'or');

/** `gzip or …`. */
export const packingNames: string = listed(
  packings.map(({ label }) => label),
  'or',
);

/** Endings of files that can be read, without those of packings: `.csv`, … */
export const formatEndings: readonly string[] = [...formats].reverse().flatMap(({ endings }) => endings);

/** Endings that a packed file has after its format's. */
export const packingEndings: readonly string[] = packings.flatMap(({ endings }) => endings);

/** As the system of the user may know them. */
export const mediaTypes: readonly string[] = [...formats, ...packings].flatMap((known) => known.mediaTypes);

/** Whether a name ends as a file that can be read does, packed or not. */
export const hasKnownEnding = (name: string): boolean => {
  const lower = name.toLowerCase();
  const packing = packingEndings.find((ending) => lower.endsWith(ending));
  const inner = packing === undefined ? lower : lower.slice(0, -packing.length);
  return formatEndings.some((ending) => inner.endsWith(ending));
};

/** Whether the first part of a file that begins so (4 KB, not packed) says what is in it. */
export const previewsFromHead = (head: Uint8Array): boolean =>
  formats.find(({ detect }) => detect(head))?.previewsFromHead === true;
