import { aggregatedNamed, contextOf } from '@wattline/features';
import { type Duration, horizonsOf, intervalsIn, type Spec, targetColumns } from '@wattline/spec';
import { intervalsLate } from './intervals-late.ts';
import type { Label } from './labels.ts';

/** One horizon of a spec. */
export interface Horizon {
  readonly horizon: Duration;
  readonly steps: number;
  readonly labels: readonly Label[];
}

/** How many intervals before a label's its row reaches: to its origin, or to the season that it is counted from. */
export const stepsBack = ({ steps, labels }: Pick<Horizon, 'steps' | 'labels'>): number =>
  Math.max(steps, ...labels.map(({ seasonSteps = 0 }) => seasonSteps));

/** The horizons of a spec, in its order. */
export const horizonList = (spec: Spec): Horizon[] => {
  const ahead = horizonsOf(spec);
  if (ahead === undefined) return [];
  const context = contextOf(spec);
  const late = intervalsLate(spec);
  const { as, period } = ahead;
  const ending = as === 'value' ? '' : `_${as.replaceAll('-', '_')}`;
  return ahead.horizons.map((horizon) => {
    const steps = intervalsIn(horizon, spec.interval) + late;
    const season = period === undefined ? undefined : intervalsIn(period, spec.interval);
    // Whole seasons back, to the last one that was over when the forecast was made.
    const seasonSteps = season && Math.ceil(steps / season) * season;
    return {
      horizon,
      steps,
      labels: targetColumns(spec).map((target): Label => {
        const column = aggregatedNamed(context, target)?.name ?? target;
        const name = `${column}_ahead${horizon}${ending}`;
        return { name, column, as, ...(seasonSteps !== undefined && { seasonSteps }) };
      }),
    };
  });
};
