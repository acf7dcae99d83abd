import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'vitest';
import { RejectedError } from '../../errors.ts';
import { CutRead } from '../cuts/cut-read.ts';
import type { Cut } from '../range.ts';
import { readInCuts } from './in-cuts.ts';
import type { Extras } from './ingest-text.ts';
import { outcomeOf } from './outcome-of.ts';

type Content = string | Uint8Array;

/** Cuts at these places, in order. */
export const at =
  (places: readonly number[]) =>
  (bytes: number): Cut[] => {
    const inside = [...new Set(places.map(Math.floor))].filter((place) => place > 0 && place < bytes);
    const ends = [0, ...inside.toSorted((a, b) => a - b), bytes];
    return ends.slice(1).map((to, index) => ({ from: ends[index] ?? 0, to }));
  };
export const every =
  (step: number) =>
  (bytes: number): Cut[] =>
    at(Array.from({ length: Math.ceil(bytes / step) }, (_, index) => index * step))(bytes);

interface Compared {
  /** How many cuts were read again; undefined where the file is read as a whole. */
  readonly again: number | undefined;
}

/** Reads a file at once and in cuts. */
export const expectAlikeInCuts = async (
  content: Content,
  cut: (bytes: number) => readonly Cut[],
  extras: Extras = {},
): Promise<Compared> => {
  const folder = mkdtempSync(join(tmpdir(), 'wattline-cuts-'));
  const path = join(folder, 'input');
  writeFileSync(path, content);
  const whole = await outcomeOf(content, extras);
  const { spec, chunkBytes } = extras;
  const inCuts = await readInCuts(path, folder, { spec, chunkBytes, cut }).catch((error: unknown) => {
    // What a look at it shows is not read at all.
    if (error instanceof RejectedError) return undefined;
    throw error;
  });
  if (inCuts === undefined) return { again: undefined };
  for (const { read } of inCuts.cuts) expect(CutRead.parse(JSON.parse(JSON.stringify(read)))).toEqual(read);
  const { cuts, unpacked } = inCuts;
  expect(await outcomeOf(content, { ...extras, cuts, unpacked })).toEqual(whole);
  return { again: inCuts.again };
};
