/** To a whole number; halves go to the even one, as Polars rounds. */
export const rounded = (number: number): number => {
  const nearest = Math.round(number);
  return nearest - number === 0.5 && nearest % 2 !== 0 ? nearest - 1 : nearest;
};
