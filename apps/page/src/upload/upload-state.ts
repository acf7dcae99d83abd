import { signal } from '@preact/signals';

/** Files that wait for the name of their dataset; the dialog is open while there are any. */
export const chosenFiles = signal<readonly File[]>([]);

export const chooseFiles = (files: Iterable<File>): void => {
  chosenFiles.value = [...files];
};

/** What a dataset may be called. */
const wildName = /[^a-z0-9._-]+/g;

/** A file's name without its endings, as the staging folder would name its dataset. */
export const datasetNameOf = (file: string): string =>
  file
    .toLowerCase()
    .replace(/\.(csv|tsv|txt|parquet|pq|gz)(\.gz)?$/, '')
    .replace(wildName, '-')
    .replace(/^[-.]+|[-.]+$/g, '') || 'readings';
