/** Of the values of each step in one file: as many as there are starts. */
export interface ColumnSums {
  readonly name: string;
  readonly count: readonly number[];
  /** Of no meaning where the count is 0, as are min and max. */
  readonly sum: readonly number[];
  readonly min: readonly number[];
  readonly max: readonly number[];
}

export interface StepSums {
  /** Starts of steps in the order of time, epoch ms; a step that two files share comes twice. */
  readonly starts: readonly number[];
  readonly columns: readonly ColumnSums[];
}

type Points = readonly (number | null)[];

export interface StepSeries {
  /** Starts of steps, epoch ms. */
  readonly time: readonly number[];
  readonly columns: readonly {
    readonly name: string;
    /** null in a step without values. */
    readonly mean: Points;
    /** Absent if each row is a point. */
    readonly min?: Points;
    readonly max?: Points;
  }[];
}

/**
 * The index of each point of a drawing in `starts`: two where files share a step, none where a step is empty. A gap has
 * every step that is missing or, where rows are whole, the first one: local days are not all of one length.
 */
const placed = (starts: readonly number[], stepMs: number, isWhole: boolean) => {
  const points: { at: number; from: number[] }[] = [];
  for (const [i, start] of starts.entries()) {
    const last = points.at(-1);
    if (last?.at === start) last.from.push(i);
    else {
      for (let at = (last?.at ?? start) + stepMs; at < start - stepMs / 2; at += stepMs) {
        points.push({ at, from: [] });
        if (isWhole) break;
      }
      points.push({ at: start, from: [i] });
    }
  }
  return points;
};

const finite = (value: number): number | null => (Number.isFinite(value) ? value : null);

/** One point of one column: some steps of files together. */
const joinedStep = (column: ColumnSums, from: readonly number[]) => {
  let count = 0;
  let sum = 0;
  let min = Infinity;
  let max = -Infinity;
  for (const i of from) {
    const some = column.count[i] ?? 0;
    if (some === 0) continue;
    count += some;
    sum += column.sum[i] ?? 0;
    min = Math.min(min, column.min[i] ?? Infinity);
    max = Math.max(max, column.max[i] ?? -Infinity);
  }
  return { mean: count === 0 ? null : finite(sum / count), min: finite(min), max: finite(max) };
};

/** Steps of files, one after the other → one series, with a point without a value where there are no rows. */
export const joinedSteps = (
  { starts, columns }: StepSums,
  { stepMs, isWhole }: { readonly stepMs: number; readonly isWhole: boolean },
): StepSeries => {
  const points = placed(starts, stepMs, isWhole);
  return {
    time: points.map(({ at }) => at),
    columns: columns.map((column) => {
      const joined = points.map(({ from }) => joinedStep(column, from));
      const named = { name: column.name, mean: joined.map(({ mean }) => mean) };
      if (isWhole) return named;
      return { ...named, min: joined.map(({ min }) => min), max: joined.map(({ max }) => max) };
    }),
  };
};
