import { isTimeless, Spec } from '@wattline/spec';
import { RejectedError } from '../../errors.ts';
import { isTaken } from '../read/layout.ts';
import { columnRole } from '../receipt.ts';
import { columnsOf, hasSeriesName, type SampleColumn, type SampleTable } from './columns.ts';
import type { Finding } from './finding.ts';

/** More words are names and addresses. */
export const MOST_WORDS = 50;

/** Whether nothing says what the columns of a spec without times are: the file shows it. */
export const hasOpenAttributes = (spec: Spec): boolean =>
  isTimeless(spec) && Object.keys(spec.values).length === 0 && Object.keys(spec.categories).length === 0;

/** Years and numbers of houses are numbers here: no column is of times. */
const isOfNumbers = ({ kind, cells, found }: SampleColumn): boolean =>
  kind === 'numeric' ||
  (kind === 'time' && cells.length > 0 && cells.every((cell) => found.parse(cell) !== undefined));

const noAttributes = (name: string, spec: Spec): RejectedError =>
  new RejectedError(
    'NO_VALUE_COLUMN',
    `${name} has no column beside '${spec.entity ?? ''}' of numbers, nor of words that recur`,
    {
      place: { file: name },
      remedy: 'name its columns in the spec (wattline.yaml), under values or categories',
    },
  );

/** What a column is, where no spec says it. */
export type AttributeRole = 'value' | 'category' | 'left out';

/** What the sample shows of a column; undefined where it has no cell. */
export const attributeRole = (column: SampleColumn): AttributeRole | undefined => {
  if (column.cells.length === 0) return undefined;
  if (isOfNumbers(column)) return 'value';
  return column.kind !== 'time' && column.distinct <= MOST_WORDS ? 'category' : 'left out';
};

const findingOf = (about: string, isNumber: boolean, distinct: number): Finding => ({
  about,
  decision: isNumber ? 'a number' : 'a category',
  because: isNumber ? 'its cells are numbers' : `its cells are ${distinct} words`,
  alternatives: [],
  key: isNumber ? 'values' : 'categories',
});

interface Attributes extends Pick<Spec, 'values' | 'categories'> {
  readonly evidence: readonly Finding[];
  readonly warnings: readonly string[];
}

const leftOut = ({ name, kind, distinct }: SampleColumn): string => {
  const why = kind === 'time' ? 'it has times' : `it has more than ${MOST_WORDS} words (${distinct})`;
  return `column '${name}' is left out: ${why}; write categories or drop in the spec`;
};

/** The columns of a file without times of which a spec says nothing: numbers as values, words as categories. */
export const attributesIn = (
  spec: Spec,
  table: SampleTable,
  /** Among these. */
  names: readonly string[] = table.header,
): Attributes => {
  const open = columnsOf(table).filter(
    ({ name }) => names.includes(name) && columnRole(name, spec) === 'ignored' && !isTaken(name, spec.entity),
  );
  const those = (role: AttributeRole): SampleColumn[] =>
    open.filter((column) => attributeRole(column) === role);
  const [values, categories] = [those('value'), those('category')];
  const found = Spec.parse({
    ...spec,
    values: Object.fromEntries(
      values.map((column) => [column.name, { aggregate: ['last'], known: 'static' }]),
    ),
    categories: Object.fromEntries(
      categories.map((column) => [
        column.name,
        { vocabulary: [...new Set(column.cells)].sort(), aggregate: 'last', known: 'static' },
      ]),
    ),
  });
  return {
    values: found.values,
    categories: found.categories,
    evidence: [
      ...values.map((column) => findingOf(column.name, true, column.distinct)),
      ...categories.map((column) => findingOf(column.name, false, column.distinct)),
    ],
    warnings: those('left out').map(leftOut),
  };
};

/** A spec without times, with columns. Throws RejectedError where there is none. */
export const withAttributes = (
  spec: Spec,
  { values, categories }: Pick<Spec, 'values' | 'categories'>,
  name: string,
): Spec => {
  if (Object.keys(values).length === 0 && Object.keys(categories).length === 0)
    throw noAttributes(name, spec);
  return { ...spec, values, categories };
};

/** Columns of very many words, whose first rows had few of them. */
export const manyWords = (
  vocabularies: ReadonlyMap<string, readonly string[]>,
  spec: Spec,
): readonly string[] =>
  isTimeless(spec)
    ? [...vocabularies]
        .filter(([, { length }]) => length > MOST_WORDS)
        .map(
          ([name, { length }]) =>
            `column '${name}' has ${length} words, and a column for each: write its vocabulary under categories, or drop it`,
        )
    : [];

/** The column that seems to say whose row each is, where a file has a row for each. */
export const entityOfAttributes = (table: SampleTable): string | undefined => {
  const whole = columnsOf(table).filter(
    ({ cells, distinct }) => cells.length === table.rows.length && distinct === cells.length && distinct > 0,
  );
  const named = whole.find(({ name }) => hasSeriesName(name));
  return (named ?? whole.find(({ kind }) => kind === 'categorical' || kind === 'identifier'))?.name;
};
