import type { Cut } from '../range.ts';
import type { CutRead } from './cut-read.ts';

type Ends = Pick<CutRead, 'cut' | 'from' | 'to' | 'encoding' | 'isRefused'>;

/** A cut that has to be read again, and how. */
export interface WrongCut {
  readonly index: number;
  readonly cut: Cut;
}

/** What the text is written in, by its first line that is not ASCII. */
const encodingOf = (cuts: readonly Ends[]): Cut['encoding'] =>
  cuts.find(({ from, to, encoding }) => from < to && encoding !== undefined)?.encoding;

/**
 * The first cut of a text that was read on a wrong guess; undefined where all are right. The first one begins where the
 * text does; each of the others is right where it begins at the end of the one before, which is a record's.
 */
export const nextWrong = (cuts: readonly Ends[]): WrongCut | undefined => {
  const encoding = encodingOf(cuts);
  let end: number | undefined;
  for (const [index, { cut, from, to, encoding: found }] of cuts.entries()) {
    const { from: begin, to: until } = cut;
    // Nothing begins in it, and nothing was read.
    const isRight = end === undefined || (end >= until ? from === to : from === end);
    if (!isRight) return { index, cut: { from: begin, to: until, begins: end, encoding } };
    if (from < to && found !== undefined && found !== encoding)
      return { index, cut: { from: begin, to: until, begins: from, encoding } };
    end = from < to ? to : (end ?? from);
  }
  return undefined;
};

/**
 * Reads again, one after the other, what was read on wrong guesses; undefined where the file has to be read as a whole.
 */
export const mendCuts = async <One extends { readonly read: Ends }>(
  cuts: readonly One[],
  readAgain: (wrong: WrongCut) => Promise<One>,
): Promise<One[] | undefined> => {
  const mended = [...cuts];
  for (;;) {
    const wrong = nextWrong(mended.map(({ read }) => read));
    if (wrong === undefined) return mended.some(({ read }) => read.isRefused) ? undefined : mended;
    mended[wrong.index] = await readAgain(wrong);
  }
};
