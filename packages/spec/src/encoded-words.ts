import { type FeatureSpec, familiesMadeOf, plainSources } from '@wattline/features';

/** Where feature rows have the word of a column. */
export interface EncodedWord {
  /** As names of columns have it. */
  readonly plain: string;
  /** One column whose value it is, or 0/1 columns: it is the one that is 1. */
  readonly columns: readonly string[];
  /** Where it is one of the file. */
  readonly category?: string;
}

const ofCategory = (spec: FeatureSpec, category: string, plain: string): EncodedWord => ({
  plain,
  category,
  columns: familiesMadeOf('readings', spec)
    .filter(({ key }) => key === 'categories')
    .flatMap(({ columns }) => columns.filter(({ sources }) => sources.includes(category)))
    .map(({ name }) => name),
});

/** Whole numbers of the calendar, and times of day and seasons, which have a 0/1 column each. */
const ofCalendar = (spec: FeatureSpec, named: string): EncodedWord | undefined => {
  const columns = familiesMadeOf('calendar', spec)
    .flatMap((family) => family.columns)
    .filter(({ dtype }) => dtype === 'Int64');
  if (columns.some(({ name }) => name === named)) return { plain: named, columns: [named] };
  if (named !== 'TimeOfDay' && named !== 'Season') return undefined;
  const own = columns.filter(({ kind, name }) => kind === 'one-hot' && name.startsWith(`${named}_`));
  return own.length === 0 ? undefined : { plain: named, columns: own.map(({ name }) => name) };
};

/**
 * The word that a spec's `encodings` name: the entity, a category, or a column of the calendar. Undefined where there is
 * none of that name.
 *
 * @throws RejectedError where the spec asks for calendar columns that cannot be made
 */
export const encodedWord = (spec: FeatureSpec, named: string): EncodedWord | undefined => {
  const plainOf = plainSources(spec);
  const { entity } = spec;
  if (entity !== undefined && (named === entity || named === plainOf(entity)))
    return { plain: plainOf(entity), columns: [plainOf(entity)] };
  const category = Object.keys(spec.categories).find((one) => named === one || named === plainOf(one));
  return category === undefined ? ofCalendar(spec, named) : ofCategory(spec, category, plainOf(category));
};
