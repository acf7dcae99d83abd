import type { ColumnScaling } from '../sealed/sealed-transform.ts';

/** A value as training sets have it: the same bits as theirs. */
export const createScale = ({ offset, scale, base }: ColumnScaling): ((value: number) => number) => {
  const factor = 1 / scale;
  return (value) => (value - offset) * factor + base;
};

/** A scaled value, or a model's prediction of one, in its own unit. */
export const unscaled = ({ offset, scale, base }: ColumnScaling, value: number): number =>
  (value - base) * scale + offset;
