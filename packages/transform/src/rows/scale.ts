import type { ColumnScaling } from '../sealed/sealed-transform.ts';

/** A value as training sets have it: the same bits as theirs. */
export const createScale = ({
  offset,
  scale,
  base,
}: Omit<ColumnScaling, 'name'>): ((value: number) => number) => {
  const factor = 1 / scale;
  return (value) => (value - offset) * factor + base;
};
