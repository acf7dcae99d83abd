import { usedFamilies } from '@wattline/features';
import { Spec } from '@wattline/spec';
import { generate } from './generated.ts';

/** So many are looked at. */
const SEEDS = 300;

/** What a seed's dataset shows: its form of time, scaling, kinds of numbers, families. */
const shownBy = async (seed: number, readings: number): Promise<string[]> => {
  const spec = Spec.parse((await generate(seed, readings)).spec);
  // A browser has no holidays but those that it is given.
  if (JSON.stringify(spec).includes('"holidays"')) return [];
  return [
    `time ${spec.time.format}`,
    `scaling ${spec.scaling.method}`,
    ...(spec.scaling.by === undefined ? [] : ['scaling by entity']),
    ...Object.values(spec.values).map(({ kind = 'gauge' }) => `kind ${kind}`),
    ...Object.keys(spec.encodings ?? {}).map((by) => `encoding ${by}`),
    ...usedFamilies(spec).map(({ key }) => `family ${key}`),
  ];
};

/** A few seeds of which the datasets together show all that any does: each is the one that shows most of what lacks. */
export const coveringSeeds = async (readings: number): Promise<number[]> => {
  const seeds = Array.from({ length: SEEDS }, (_, i) => i + 1);
  const shown = await Promise.all(seeds.map((seed) => shownBy(seed, readings)));
  const lacking = new Set(shown.flat());
  const found: number[] = [];
  while (lacking.size > 0) {
    const news = shown.map((all) => new Set(all.filter((one) => lacking.has(one))).size);
    const best = news.indexOf(Math.max(...news));
    found.push(seeds[best] ?? 0);
    for (const one of shown[best] ?? []) lacking.delete(one);
  }
  return found;
};
