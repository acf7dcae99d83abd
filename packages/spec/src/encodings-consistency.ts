import { type AddIssue, type FeatureSpec, requireUnique } from '@wattline/features';
import { type EncodedWord, encodedWord } from './encoded-words.ts';
import type { Encodings } from './encodings-section.ts';
import { horizonsOf, type Target, targetColumns } from './target-section.ts';

interface Content extends FeatureSpec {
  readonly target: Target;
  readonly encodings?: Encodings | undefined;
}

/** Whether it is known too late to stand beside a label of its own interval. */
export const isWithheldWord = (
  spec: Pick<Content, 'target' | 'categories'>,
  { category }: EncodedWord,
): boolean =>
  category !== undefined &&
  targetColumns(spec).length > 0 &&
  (spec.categories[category]?.known ?? 'past') === 'past';

const namesToWrite = (spec: Content): string => {
  const names = [
    ...(spec.entity === undefined ? [] : [spec.entity]),
    ...Object.keys(spec.categories),
    ...(spec.calendar?.fields ?? []),
  ];
  return names.length === 0
    ? 'write entity, categories or calendar.fields, and name one of these'
    : `write one of ${names.slice(0, 12).join(', ')}`;
};

/** Undefined too where it cannot be told, since something else of the spec is wrong. */
const wordNamed = (spec: Content, named: string): EncodedWord | 'unknown' | undefined => {
  try {
    return encodedWord(spec, named) ?? 'unknown';
  } catch {
    return undefined;
  }
};

const checkWord = (
  spec: Content,
  path: readonly (string | number)[],
  named: string,
  addIssue: AddIssue,
): void => {
  const word = wordNamed(spec, named);
  if (word === undefined) return;
  if (word === 'unknown') {
    const isNumber = Object.hasOwn(spec.values, named);
    addIssue(
      path,
      isNumber
        ? `'${named}' has numbers, and no words`
        : `'${named}' is no entity, no category and no whole number of the calendar`,
      namesToWrite(spec),
    );
    return;
  }
  const { category } = word;
  if (category === undefined) return;
  const { encode, aggregate = 'first' } = spec.categories[category] ?? {};
  if (encode !== 'ordinal' && (aggregate === 'max' || aggregate === 'mean'))
    addIssue(
      path,
      `the ${aggregate} of an interval’s words of '${named}' is no word`,
      `write categories.${category}.aggregate: first or last`,
    );
  if (isWithheldWord(spec, word) && horizonsOf(spec) === undefined)
    addIssue(
      path,
      `'${named}' is known once its interval is over, so training sets withhold it beside a label`,
      `write categories.${category}.known: future or static, if it is known before, or forecast ahead with target.horizons`,
    );
};

/** What is encoded has words, and is known in time; means need something to be predicted. */
export const requireEncodings = (spec: Content, addIssue: AddIssue): void => {
  const { encodings } = spec;
  if (encodings?.target !== undefined && targetColumns(spec).length === 0)
    addIssue(
      ['encodings', 'target'],
      'is the mean of what is predicted, and target names nothing',
      'write target, or encodings.count in its place',
    );
  for (const by of ['count', 'target'] as const) {
    const columns = encodings?.[by]?.columns ?? [];
    const path = ['encodings', by, 'columns'];
    // The file's name and the one that columns have are both understood.
    const plainOf = (named: string): string => {
      const word = wordNamed(spec, named);
      return typeof word === 'object' ? word.plain : named;
    };
    requireUnique(path, columns, addIssue, plainOf);
    for (const [index, named] of columns.entries()) checkWord(spec, [...path, index], named, addIssue);
  }
};
