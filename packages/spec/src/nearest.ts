import { distance } from 'fastest-levenshtein';

/** No candidate is longer, and what a comparison costs grows with the name. */
const MAX_NAME = 200;

/** The candidate that a misspelt name most likely means; undefined where none is near. */
export const nearest = (name: string, candidates: readonly string[]): string | undefined => {
  if (name.length > MAX_NAME) return undefined;
  const lower = name.toLowerCase();
  let best: string | undefined;
  const apart = (candidate = ''): number => Math.abs(candidate.length - name.length);
  let least = Math.max(1, Math.floor(name.length / 3)) + 1;
  for (const candidate of candidates) {
    const edits = distance(lower, candidate.toLowerCase());
    // Of two that are as near, letters were more likely swapped than left out.
    if (edits < least || (edits === least && best !== undefined && apart(candidate) < apart(best))) {
      best = candidate;
      least = edits;
    }
  }
  return best;
};
