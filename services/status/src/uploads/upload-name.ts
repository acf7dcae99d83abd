import { keyFault } from '@wattline/backend-contract';
import { formatEndings, hasKnownEnding, packingEndings } from '@wattline/engine/formats';
import { RequestProblem } from '@wattline/http';
import { SPEC_FILE, STAGING_PREFIX } from '@wattline/worker';

/** What a file system takes for one name, with room for what a store adds to it. */
const MAX_NAME_BYTES = 200;

/** Control characters, and those that turn the direction of what follows: a name must read as what it is. */
const UNREADABLE = /[\p{Cc}\p{Zl}\p{Zp}\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069\ufeff]/u;

/** What keeps a text from being one segment of a key, in words that follow its name; undefined where nothing does. */
const nameFault = (name: string): string | undefined => {
  if (/[/\\]/.test(name)) return 'has a slash';
  if (UNREADABLE.test(name)) return 'has control characters';
  if (name.startsWith('.')) return 'begins with a point';
  if (name !== name.trim()) return 'begins or ends with a space';
  if (Buffer.byteLength(name) > MAX_NAME_BYTES) return `is longer than ${MAX_NAME_BYTES} bytes`;
  return keyFault(name);
};

const invalid = (code: string, what: string, value: string, fault: string, remedy: string): RequestProblem =>
  new RequestProblem(400, code, `the ${what} ${JSON.stringify(value.slice(0, 300))} ${fault}`, { remedy });

/** Throws RequestProblem where a dataset cannot have the name. */
export const requireDatasetName = (dataset: string): string => {
  const fault = nameFault(dataset);
  if (fault !== undefined)
    throw invalid(
      'DATASET_INVALID',
      'dataset',
      dataset,
      fault,
      'name the dataset in plain letters and digits',
    );
  return dataset;
};

const fileFault = (name: string): string | undefined => {
  if (name.toLowerCase() === SPEC_FILE) return 'is the name of the dataset’s spec';
  if (!hasKnownEnding(name)) return 'has no ending that says what it is';
  return nameFault(name);
};

/** The staging key of an upload. Throws RequestProblem where dataset or file cannot have its name. */
export const uploadKey = (dataset: string, name: string): string => {
  requireDatasetName(dataset);
  const fault = fileFault(name);
  if (fault !== undefined)
    throw invalid(
      'FILE_NAME_INVALID',
      'file name',
      name,
      fault,
      `give a plain name that ends in ${formatEndings.join(', ')}, or one of these and ${packingEndings.join(' or ')}`,
    );
  return `${STAGING_PREFIX}${dataset}/${name}`;
};
