import { RejectedError } from '../errors.ts';
import type { Encoding } from './encoding.ts';

/** A preprocessor has each of them, and whoever serves holds them. */
const MOST_NUMBERS = 2_000_000;

/** How many numbers some encodings have. */
const numbersIn = (encodings: readonly Encoding[]): number =>
  encodings.reduce((sum, { words, from }) => sum + words.length * from.length, 0);

const tooLarge = (numbers: string): RejectedError =>
  new RejectedError(
    'ENCODINGS_TOO_LARGE',
    `Encodings have ${numbers} numbers, one for each word, part of the training span, label and horizon; ${MOST_NUMBERS} are the most`,
    {
      place: { value: 'encodings' },
      remedy: 'Write fewer columns or a smaller encodings.target.blocks, or fewer target.horizons',
    },
  );

/**
 * Looks at the numbers of one set while its words are found.
 *
 * @throws RejectedError where they are already too many
 */
export const checkHeld = (numbers: number): void => {
  if (numbers > MOST_NUMBERS) throw tooLarge(`more than ${MOST_NUMBERS}`);
};

/**
 * @param sets the encodings of each set of a version
 * @throws RejectedError where they are more than a preprocessor may have
 */
export const checkNumbers = (sets: readonly (readonly Encoding[])[]): void => {
  const numbers = sets.reduce((sum, encodings) => sum + numbersIn(encodings), 0);
  if (numbers > MOST_NUMBERS) throw tooLarge(`${numbers}`);
};
