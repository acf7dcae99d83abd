import { type Axis, axes, axisNames, isPossible, type Shape } from './axes.ts';

/** The plainest shape that still fails: each axis is set back to its first value where that keeps the failure. */
export const shrinkShape = async (
  shape: Shape,
  fails: (shape: Shape) => Promise<boolean>,
): Promise<Shape> => {
  let smallest = shape;
  for (const name of axisNames) {
    const plainer = plainerBy(smallest, name);
    if (plainer !== undefined && isPossible(plainer) && (await fails(plainer))) smallest = plainer;
  }
  return smallest;
};

const plainerBy = (shape: Shape, name: Axis): Shape | undefined =>
  shape[name] === axes[name][0] ? undefined : { ...shape, [name]: axes[name][0] };
