import { chosenColumns, wholeSteps } from '../../columns-option.ts';
import type { FamilyContext } from '../../context.ts';
import type { Duration } from '../../duration.ts';
import { type Back, goingBack } from '../../going-back.ts';
import type { LagPairs, Side } from './options.ts';

/** A side, with how many intervals it goes back. */
export type Taken =
  | { readonly back: Back; readonly label: string }
  | { readonly meanOf: number; readonly label: string };

export const durationOf = (side: Side): Duration => (typeof side === 'string' ? side : side.mean);

export const pairColumns = ({ pairs, as, clock, columns }: LagPairs, context: FamilyContext) => {
  const taken = (side: Side): Taken => {
    const by = durationOf(side);
    const steps = wholeSteps(context, by, 'lagPairs.pairs');
    return typeof side === 'string'
      ? { back: goingBack(by, steps, clock === 'wall'), label: `lag${by}` }
      : { meanOf: steps, label: `mean${by}` };
  };
  const sides = pairs.map(([first, second]) => [taken(first), taken(second)] as const);
  return chosenColumns(context, columns, 'lagPairs.columns').flatMap((of) =>
    sides.flatMap(([first, second]) =>
      as.map((combination) => ({
        of,
        first,
        second,
        combination,
        name: `${of.name}_${first.label}_${combination === 'ratio' ? 'over' : 'minus'}_${second.label}`,
      })),
    ),
  );
};
export type PairColumn = ReturnType<typeof pairColumns>[number];
