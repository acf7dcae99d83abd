import { UsageError } from '@wattline/errors';

/** A dataset, and one of its versions; undefined for the latest. */
export interface DatasetVersion {
  readonly dataset: string;
  readonly version: string | undefined;
}

/** Reads `dataset[@version]`. */
export const datasetVersionOf = (name: string): DatasetVersion => {
  const at = name.lastIndexOf('@');
  const version = at > 0 ? name.slice(at + 1) : 'latest';
  return {
    dataset: at > 0 ? name.slice(0, at) : name,
    version: version === 'latest' ? undefined : version,
  };
};

/** Two versions of one dataset. Throws UsageError where the second is of another. */
export const versionsToCompare = (from: string, to: string | undefined) => {
  const first = datasetVersionOf(from);
  const second = to === undefined ? { dataset: first.dataset, version: undefined } : datasetVersionOf(to);
  if (first.dataset !== second.dataset)
    throw new UsageError('DATASETS_DIFFER', `${from} and ${to} are of two datasets`, {
      remedy: `name two versions of one dataset: wattline diff ${first.dataset}@VERSION ${first.dataset}@VERSION`,
    });
  return { dataset: first.dataset, from: first.version, to: second.version };
};
