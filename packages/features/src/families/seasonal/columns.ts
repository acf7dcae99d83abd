import { chosenColumns, wholeSteps } from '../../columns-option.ts';
import type { FamilyContext } from '../../context.ts';
import { type Duration, timesDuration } from '../../duration.ts';
import { type Back, goingBack } from '../../going-back.ts';
import type { Seasonal } from './options.ts';

/** How far back the same interval of each of the last seasons lies, the nearest first. */
const backsOf = (every: Duration, last: number, steps: number, isWall: boolean): Back[] =>
  Array.from({ length: last }, (_, i) => goingBack(timesDuration(every, i + 1), steps * (i + 1), isWall));

/** One column's values of some seasons, and what is made of them. */
export const seasonsOf = ({ seasons, statistics, clock, columns }: Seasonal, context: FamilyContext) => {
  const all = seasons.map(({ every, last }) => {
    const steps = wholeSteps(context, every, 'seasonal.seasons');
    return { every, last, backs: backsOf(every, last, steps, clock === 'wall') };
  });
  return chosenColumns(context, columns, 'seasonal.columns').flatMap((of) =>
    all.map((season) => ({
      ...season,
      of,
      results: statistics.map((statistic) => ({
        statistic,
        name: `${of.name}_every${season.every}_last${season.last}_${statistic}`,
      })),
    })),
  );
};
export type Season = ReturnType<typeof seasonsOf>[number];
