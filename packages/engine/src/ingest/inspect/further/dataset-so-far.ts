import type { Spec } from '@wattline/spec';
import type { DatasetSpec, KeptUpload } from '../../../kept-upload.ts';
import type { KnownColumns } from './columns-fit.ts';

/** One upload of a dataset, as it was read. */
export interface ReadUpload {
  readonly dataset: DatasetSpec;
  readonly upload: KeptUpload;
}

/** What a dataset's uploads before a file say of how that is read. */
export interface DatasetSoFar {
  /** Where the dataset has no `wattline.yaml`: what the first upload showed. How a file is written it shows itself. */
  readonly found?: Spec;
  readonly knownColumns?: KnownColumns;
}

const foundIn = ({ dataset: { spec } }: ReadUpload): Spec => ({
  ...spec,
  time: { ...spec.time, format: 'auto' },
});

const columnsIn = (uploads: readonly ReadUpload[]): KnownColumns => {
  const constants = new Map<string, string | undefined>();
  for (const { upload } of uploads)
    for (const name of upload.header) {
      const word = Object.hasOwn(upload.constants, name) ? upload.constants[name] : undefined;
      constants.set(name, !constants.has(name) || constants.get(name) === word ? word : undefined);
    }
  const units = new Map<string, Set<string>>();
  for (const { upload } of uploads)
    for (const [name, unit] of Object.entries(upload.units))
      units.set(name, (units.get(name) ?? new Set()).add(unit));
  return {
    header: [...constants.keys()],
    units: Object.fromEntries([...units].map(([name, some]) => [name, [...some]])),
    decimals: [...new Set(uploads.flatMap(({ upload }) => upload.decimal ?? []))],
    timeFormats: [...new Set(uploads.map(({ upload }) => upload.timeFormat).reverse())],
    constants: Object.fromEntries(
      [...constants].flatMap(([name, word]) => (word === undefined ? [] : [[name, word]])),
    ),
    added: {
      values: Object.assign({}, ...uploads.map(({ dataset }) => dataset.spec.values)),
      categories: Object.assign({}, ...uploads.map(({ dataset }) => dataset.spec.categories)),
    },
  };
};

/**
 * @param first the upload that joined first
 * @param inForce those that the dataset consists of, in the order in which they count
 */
export const soFar = (first: ReadUpload | undefined, inForce: readonly ReadUpload[]): DatasetSoFar => ({
  ...(first && { found: foundIn(first) }),
  ...(inForce.length > 0 && { knownColumns: columnsIn(inForce) }),
});
