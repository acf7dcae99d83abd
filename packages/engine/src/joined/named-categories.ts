import { checkFamilies, joinedColumns } from '@wattline/features';
import type { Spec } from '@wattline/spec';
import { RejectedError } from '../errors.ts';

type Path = readonly (string | number)[];

const valueAt = (spec: Spec, path: Path): unknown =>
  path.reduce<unknown>(
    (inner, key) => (typeof inner === 'object' && inner !== null ? Reflect.get(inner, key) : undefined),
    spec,
  );

const MOST = 5;

const listed = (names: readonly string[]): string =>
  names.length > MOST ? `${names.slice(0, MOST).join(', ')}, …` : names.join(', ');

/**
 * Throws RejectedError where a family names a category of another dataset: that has a column for each word, which only its
 * version says.
 */
export const refuseNamedCategories = (spec: Spec): void => {
  const joined = joinedColumns(spec.joins);
  const categories = Object.entries(spec.joins ?? {}).flatMap(([join, { words = {}, ...own }]) =>
    joinedColumns({ [join]: own })
      .filter(({ column }) => Object.hasOwn(words, column))
      .map((category) => ({ ...category, columns: words[category.column] ?? [] })),
  );
  if (categories.length === 0) return;
  checkFamilies(spec, (path) => {
    const named = valueAt(spec, path);
    const category = categories.find(({ name, written }) => named === name || named === written);
    if (category === undefined) return;
    const { join, column, columns } = category;
    const key = path.filter((part) => typeof part === 'string').join('.');
    const names = joined.filter((one) => one.join === join && columns.includes(one.column));
    throw new RejectedError(
      'COLUMN_UNKNOWN',
      `${key} names '${String(named)}', a category of '${join}', which has a column for each of its words`,
      {
        place: { column: key },
        remedy: `Write those that are meant beside it, joins.${join}.columns: [${column}, ${listed(columns)}], and name them in ${key}: ${listed(names.map(({ name }) => name))}`,
      },
    );
  });
};
