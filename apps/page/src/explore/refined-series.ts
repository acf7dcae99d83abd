import type { Series } from '@wattline/api';

type Values = readonly (number | null)[];

/** The coarse values around a span, and the fine ones inside it. */
export const refinedSeries = (whole: Series, fine: Series | undefined): Series => {
  const [first, last] = [fine?.time[0], fine?.time.at(-1)];
  if (fine === undefined || first === undefined || last === undefined) return whole;
  // A coarse step that reaches into the fine span is drawn from the fine values.
  const before = whole.time.findIndex((at) => at + whole.stepMs > first);
  const head = before < 0 ? whole.time.length : before;
  const after = whole.time.findIndex((at) => at >= last + fine.stepMs);
  const tail = after < 0 ? whole.time.length : after;
  const spliced = (coarse: Values, inner: Values): (number | null)[] => [
    ...coarse.slice(0, head),
    ...inner,
    ...coarse.slice(tail),
  ];
  const banded = whole.columns.some(({ min }) => min !== undefined);
  return {
    ...whole,
    stepMs: fine.stepMs,
    time: [...whole.time.slice(0, head), ...fine.time, ...whole.time.slice(tail)],
    columns: whole.columns.map((column) => {
      const inner = fine.columns.find(({ name }) => name === column.name);
      if (inner === undefined) return column;
      const mean = spliced(column.mean, inner.mean);
      if (!banded) return { name: column.name, mean };
      return {
        name: column.name,
        mean,
        min: spliced(column.min ?? column.mean, inner.min ?? inner.mean),
        max: spliced(column.max ?? column.mean, inner.max ?? inner.mean),
      };
    }),
  };
};
