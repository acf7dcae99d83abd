import { signal } from '@preact/signals';
import type { About } from '@wattline/api';
import { about } from '../session/about.ts';

/** Files that wait for the name of their dataset; the dialog is open while there are any. */
export const chosenFiles = signal<readonly File[]>([]);

export const chooseFiles = (files: Iterable<File>): void => {
  chosenFiles.value = [...files];
};

/** What a dataset may be called. */
const wildName = /[^a-z0-9._-]+/g;

const withoutEnding = (name: string, endings: readonly string[]): string => {
  const ending = endings.find((known) => name.endsWith(known));
  return ending === undefined ? name : name.slice(0, -ending.length);
};

/** A file's name without its endings, as the staging folder would name its dataset. */
export const datasetNameOf = (
  file: string,
  { formats, packings }: About['endings'] = about.value?.endings ?? { formats: [], packings: [] },
): string =>
  withoutEnding(withoutEnding(file.toLowerCase(), packings), formats)
    .replace(wildName, '-')
    .replace(/^[-.]+|[-.]+$/g, '') || 'readings';
