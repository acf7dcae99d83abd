import type { Spec } from '@wattline/spec';
import type { KeptUpload } from '../../kept-upload.ts';

type Words = Pick<KeptUpload, 'columns' | 'vocabularies'>;

/** The words of columns of which no spec says them. */
export const joinVocabularies = (
  uploads: readonly Words[],
  { categories }: Pick<Spec, 'categories'>,
): Map<string, string[]> => {
  const open = new Set(uploads.flatMap(({ vocabularies }) => Object.keys(vocabularies)));
  const wordsIn = (upload: Words, name: string): readonly string[] => {
    if (Object.hasOwn(upload.vocabularies, name)) return upload.vocabularies[name] ?? [];
    // Read when words of columns that joined were those of the first rows alone.
    const isOfBefore = upload.columns.includes(name) && Object.hasOwn(categories, name);
    return isOfBefore ? (categories[name]?.vocabulary ?? []) : [];
  };
  return new Map(
    [...open]
      .map((name) => [name, [...new Set(uploads.flatMap((one) => wordsIn(one, name)))].sort()] as const)
      .filter(([, words]) => words.length > 0)
      .map(([name, words]) => [name, words]),
  );
};
