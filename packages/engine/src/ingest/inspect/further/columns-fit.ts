import { inUnit } from '@wattline/cells';
import { isTimeless, type Spec } from '@wattline/spec';
import { RejectedError } from '../../../errors.ts';
import { columnRole } from '../../receipt.ts';
import { columnsOf, hasSeriesName, type SampleTable } from '../columns.ts';
import { attributesIn } from '../infer-attributes.ts';
import { inferFromTable } from '../infer-from-table.ts';

/** The columns of a dataset's uploads before a file, and how their times and numbers were written. */
export interface KnownColumns {
  readonly header: readonly string[];
  readonly timeFormats: readonly string[];
  readonly decimals: readonly string[];
  /** Those that joined with `columns: add`, as a spec has them. */
  readonly added: Pick<Spec, 'values' | 'categories'>;
  /** The only value of columns that have one. */
  readonly constants: Readonly<Record<string, string>>;
  /** The units that value columns have had. */
  readonly units: Readonly<Record<string, readonly string[]>>;
}

/**
 * What stands in every row of a column, by its name: a word, or a number where the column is called like what says whose
 * reading it is.
 */
export const constantsOf = (table: SampleTable): Record<string, string> =>
  Object.fromEntries(
    // Of a column with one word alone it is worth while to find out what it is.
    columnsOf(table)
      .filter(({ distinct }) => distinct === 1)
      .filter(({ name, kind }) => hasSeriesName(name) || (kind !== 'numeric' && kind !== 'time'))
      .map(({ name, cells }) => [name, cells[0] ?? '']),
  );

/** The units of value columns, beside their numbers or below the header; empty where there is none. */
export const unitsOf = (table: SampleTable, { values }: Pick<Spec, 'values'>): Record<string, string> =>
  Object.fromEntries(
    columnsOf(table)
      .filter(({ name }) => Object.hasOwn(values, name))
      .map(({ name, index, found }) => {
        const { affix } = inUnit(found.style, values[name]?.unit);
        return [name, affix === '' ? (table.units?.[index] ?? '').trim() : affix];
      }),
  );

const quoted = (names: readonly string[]): string => names.map((name) => `'${name}'`).join(', ');

const refuseNew = (name: string, columns: readonly string[]): void => {
  const [first] = columns;
  if (first === undefined) return;
  throw new RejectedError(
    'COLUMNS_DIFFER',
    `${name} has ${columns.length === 1 ? 'a column' : 'columns'} that the dataset’s uploads before it lack: ${quoted(columns)}`,
    {
      place: { file: name, column: first },
      remedy: `set columns: add in the dataset's spec (wattline.yaml) to take them in, empty before they began, or drop: [${columns.join(', ')}] to leave them out`,
    },
  );
};

interface Differing {
  readonly column: string;
  readonly before: string;
  readonly now: string;
}

/** A column of a single word before in which another stands. */
const otherWord = (
  table: SampleTable,
  constants: KnownColumns['constants'],
  isFree: (name: string) => boolean,
): Differing | undefined => {
  for (const { name, cells } of columnsOf(table)) {
    const before = Object.hasOwn(constants, name) ? constants[name] : undefined;
    const now = before === undefined ? undefined : cells.find((cell) => cell !== before);
    if (before !== undefined && now !== undefined && isFree(name)) return { column: name, before, now };
  }
  return undefined;
};

/** A value column with a unit that no upload before has. */
const otherUnit = (table: SampleTable, spec: Spec, units: KnownColumns['units']): Differing | undefined => {
  for (const [column, now] of Object.entries(unitsOf(table, spec))) {
    const before = Object.hasOwn(units, column) ? units[column] : undefined;
    if (before !== undefined && !before.includes(now)) return { column, before: before.join(', '), now };
  }
  return undefined;
};

const unitText = (unit: string): string => (unit === '' ? 'no unit' : unit);

/** What differs, in words, with the error that it is where nobody declared what it means. */
const differenceOf = (
  file: { readonly name: string; readonly spec: Spec; readonly table: SampleTable },
  known: KnownColumns,
  isFree: (column: string) => boolean,
): RejectedError | undefined => {
  const { name, spec, table } = file;
  const unit = otherUnit(table, spec, known.units);
  if (unit !== undefined) {
    const { column, before, now } = unit;
    return new RejectedError(
      'UNITS_DIFFER',
      `'${column}' has ${unitText(now)} in ${name} and ${unitText(before)} in the dataset’s uploads before it`,
      {
        place: { file: name, column, ...(now !== '' && { value: now }) },
        remedy: `set values.${column}.unit in the dataset's spec (wattline.yaml), to which numbers with another unit beside them are converted; else upload the file to a dataset of its own`,
      },
    );
  }
  const word = isTimeless(spec) ? undefined : otherWord(table, known.constants, isFree);
  if (word === undefined) return undefined;
  const { column, before, now } = word;
  return new RejectedError(
    'SERIES_DIFFER',
    `'${column}' is "${now}" in ${name} and "${before}" in all uploads of the dataset before it: these may be readings of another series`,
    {
      place: { file: name, column, value: now },
      remedy: `upload it to a dataset of its own, or say in the dataset's spec (wattline.yaml) what the column is: entity: ${column}, or drop: [${column}] if it does not matter`,
    },
  );
};

/** Columns that a spec says nothing of and no upload before had. */
const newColumns = ({ header }: SampleTable, spec: Spec, known: Pick<KnownColumns, 'header'>): string[] =>
  header.filter((column) => columnRole(column, spec) === 'ignored' && !known.header.includes(column));

/** Columns that joined before, but for those that the spec says something else of. */
export const notNamed = <Column>(
  added: Readonly<Record<string, Column>>,
  spec: Spec,
): Record<string, Column> =>
  Object.fromEntries(Object.entries(added).filter(([name]) => columnRole(name, spec) === 'ignored'));

/** Declared and joined ones, in the order in which they joined. */
const together = <Column>(
  added: Readonly<Record<string, Column>>,
  declared: Readonly<Record<string, Column>>,
  spec: Spec,
): Record<string, Column> =>
  Object.fromEntries(
    Object.entries({ ...added, ...declared }).filter(
      ([name]) => Object.hasOwn(declared, name) || columnRole(name, spec) === 'ignored',
    ),
  );

/** Declared ones, and then the others by their names. */
const byName = <Column>(
  columns: Readonly<Record<string, Column>>,
  declared: Readonly<Record<string, unknown>>,
): Record<string, Column> => {
  const isDeclared = (name: string): boolean => Object.hasOwn(declared, name);
  const added = Object.keys(columns).filter((name) => !isDeclared(name));
  const names = [...Object.keys(columns).filter(isDeclared), ...added.sort()];
  return Object.fromEntries(
    names.flatMap((name) => {
      const column = columns[name];
      return column === undefined ? [] : [[name, column]];
    }),
  );
};

/** Columns of rows without times in an order that does not depend on the file that had them first. */
export const inOrder = (spec: Spec, given: Spec): Spec =>
  isTimeless(spec) && spec.columns === 'add'
    ? {
        ...spec,
        values: byName(spec.values, given.values),
        categories: byName(spec.categories, given.categories),
      }
    : spec;

interface WithAdded {
  readonly spec: Spec;
  readonly warnings: readonly string[];
}

/** A spec with columns that joined later: those of earlier uploads, and those of this one, with the roles that it shows. */
const withAdded = (
  spec: Spec,
  table: SampleTable,
  name: string,
  known: Pick<KnownColumns, 'header' | 'added'>,
): WithAdded => {
  const before: Spec = {
    ...spec,
    values: together(known.added.values, spec.values, spec),
    categories: together(known.added.categories, spec.categories, spec),
  };
  const news = newColumns(table, before, known);
  if (news.length === 0) return { spec: before, warnings: [] };
  const found = isTimeless(spec)
    ? attributesIn(before, table, news)
    : { ...inferFromTable(table, name).spec, warnings: [] };
  const isNew = ([column]: readonly [string, unknown]): boolean => news.includes(column);
  return {
    spec: {
      ...before,
      values: { ...before.values, ...Object.fromEntries(Object.entries(found.values).filter(isNew)) },
      categories: {
        ...before.categories,
        ...Object.fromEntries(Object.entries(found.categories).filter(isNew)),
      },
    },
    warnings: found.warnings,
  };
};

/**
 * A spec with the columns of a dataset's first file that it does not name: they join like those of a later one, so that it
 * does not matter which file comes first.
 */
export const withColumnsOfFirst = (spec: Spec, table: SampleTable, name: string): WithAdded =>
  spec.columns === 'add'
    ? withAdded(spec, table, name, { header: [], added: { values: {}, categories: {} } })
    : { spec, warnings: [] };

/**
 * A dataset's spec with what a further file adds to it. Throws RejectedError where the file's columns do not fit: a new
 * one, one in another unit, or one of a single word that is another here, and may say whose readings they are.
 */
export const fitColumns = (
  file: {
    readonly name: string;
    readonly spec: Spec;
    readonly inferred: boolean;
    readonly table: SampleTable;
  },
  known: KnownColumns,
): { readonly spec: Spec; readonly warnings: readonly string[] } => {
  const { name, inferred, table } = file;
  const { spec, warnings } =
    file.spec.columns === 'add'
      ? withAdded(file.spec, table, name, known)
      : { spec: file.spec, warnings: [] };
  if (spec.columns !== 'add') refuseNew(name, newColumns(table, spec, known));
  // What a declared spec drops does not matter.
  const free = inferred ? ['dropped', 'ignored'] : ['ignored'];
  const isFree = (column: string): boolean =>
    free.includes(columnRole(column, spec)) ||
    (columnRole(column, spec) === 'value' && hasSeriesName(column));
  const difference = differenceOf({ name, spec, table }, known, isFree);
  if (difference === undefined) return { spec, warnings };
  if (inferred) throw difference;
  return { spec, warnings: [...warnings, `${difference.message}; they are joined as one`] };
};

/** A spec without the columns of readings that a file lacks: a dataset's other uploads have them. */
export const withoutLacking = (spec: Spec, header: readonly string[]): Spec => {
  const has = ([column]: readonly [string, unknown]): boolean => header.includes(column);
  const values = Object.entries(spec.values).filter(has);
  const categories = Object.entries(spec.categories).filter(has);
  if (values.length === 0 && !(isTimeless(spec) && categories.length > 0)) return spec;
  return { ...spec, values: Object.fromEntries(values), categories: Object.fromEntries(categories) };
};
