import { isTimeless, Spec } from '@wattline/spec';
import { RejectedError } from '../../errors.ts';
import { isTaken } from '../read/layout.ts';
import { columnsOf, hasSeriesName, type SampleColumn, type SampleTable } from './columns.ts';
import type { Finding } from './finding.ts';

/** More words are names and addresses. */
const MOST_WORDS = 50;

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

interface AttributesFound {
  readonly spec: Spec;
  readonly evidence: readonly Finding[];
  readonly warnings: readonly string[];
}

const findingOf = (about: string, isNumber: boolean, distinct: number): Finding => ({
  about,
  decision: isNumber ? 'a number' : 'a category',
  because: isNumber ? 'its cells are numbers' : `its cells are ${distinct} words`,
  alternatives: [],
  key: isNumber ? 'values' : 'categories',
});

/** A spec without times, with the columns that a file shows: numbers as values, words as categories. */
export const withAttributes = (spec: Spec, table: SampleTable, name: string): AttributesFound => {
  const entity = [spec.entity ?? '', ...(spec.entity?.split(' + ') ?? [])];
  const others = columnsOf(table).filter(
    (column) =>
      !entity.includes(column.name) &&
      !spec.drop.includes(column.name) &&
      !isTaken(column.name, spec.entity) &&
      column.cells.length > 0,
  );
  const values = others.filter(isOfNumbers);
  const words = others.filter((column) => !values.includes(column));
  const isCategory = ({ kind, distinct }: SampleColumn): boolean => kind !== 'time' && distinct <= MOST_WORDS;
  const categories = words.filter(isCategory);
  if (values.length === 0 && categories.length === 0) throw noAttributes(name, spec);
  return {
    spec: Spec.parse({
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
    }),
    evidence: [
      ...values.map((column) => findingOf(column.name, true, column.distinct)),
      ...categories.map((column) => findingOf(column.name, false, column.distinct)),
    ],
    warnings: words
      .filter((column) => !isCategory(column))
      .map(({ name: column, kind, distinct }) => {
        const why = kind === 'time' ? 'it has times' : `it has more than ${MOST_WORDS} words (${distinct})`;
        return `column '${column}' is left out: ${why}; write categories or drop in the spec`;
      }),
  };
};

/** The column that seems to say whose row each is, where a file has a row for each. */
export const entityOfAttributes = (table: SampleTable): string | undefined => {
  const whole = columnsOf(table).filter(
    ({ cells, distinct }) => cells.length === table.rows.length && distinct === cells.length && distinct > 0,
  );
  const named = whole.find(({ name }) => hasSeriesName(name));
  return (named ?? whole.find(({ kind }) => kind === 'categorical' || kind === 'identifier'))?.name;
};
