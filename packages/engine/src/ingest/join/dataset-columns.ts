import type { Spec } from '@wattline/spec';
import type { KeptUpload } from '../../kept-upload.ts';
import { field } from '../read/fields.ts';
import type { ReadingColumns } from '../settle/finish-buckets.ts';

/** The columns of a dataset's readings, as fields of settled rows. */
export const columnsOf = (spec: Spec): ReadingColumns => {
  const values = Object.keys(spec.values);
  return {
    values: values.map((name, index) => ({ name, index })),
    categories: Object.keys(spec.categories).map((name, index) => ({ name, index: values.length + index })),
  };
};

/** The fields that an upload lacks. */
export const lackedBy = (
  { columns: has }: Pick<KeptUpload, 'columns'>,
  { values, categories }: ReadingColumns,
): ReadonlySet<string> =>
  new Set(
    [...values, ...categories].filter(({ name }) => !has.includes(name)).map(({ index }) => field(index)),
  );
