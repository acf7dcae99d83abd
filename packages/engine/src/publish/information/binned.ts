/** Bins by deciles; of a column with few values, fewer. */
const BINS = 10;

/** The bin of each value, and how many bins there are; -1 where there is no value. */
export interface Binned {
  readonly bins: Int8Array;
  readonly count: number;
}

/** Values by size into bins of about as many each; equal values are in one, NaN in none. */
export const binned = (values: Float64Array): Binned => {
  const known = new Float64Array(values.length);
  let size = 0;
  for (let row = 0; row < values.length; row += 1) {
    const value = values[row] ?? Number.NaN;
    if (Number.isNaN(value)) continue;
    known[size] = value;
    size += 1;
  }
  const sorted = known.subarray(0, size).sort();
  const edges: number[] = [];
  for (let bin = 1; bin < BINS; bin += 1) {
    const edge = sorted[Math.ceil((bin / BINS) * sorted.length) - 1];
    if (edge !== undefined && edge !== edges.at(-1) && edge !== sorted.at(-1)) edges.push(edge);
  }
  const bins = new Int8Array(values.length);
  for (let row = 0; row < values.length; row += 1) {
    const value = values[row] ?? Number.NaN;
    let bin = 0;
    while (bin < edges.length && value > (edges[bin] ?? 0)) bin += 1;
    bins[row] = Number.isNaN(value) ? -1 : bin;
  }
  return { bins, count: edges.length + 1 };
};

/** How often bins of two columns occur in one row; rows without one of the values are left out. */
export const contingency = (x: Binned, y: Binned): number[][] => {
  const counts = new Float64Array(x.count * y.count);
  for (let row = 0; row < x.bins.length; row += 1) {
    const bin = x.bins[row] ?? -1;
    const other = y.bins[row] ?? -1;
    if (bin < 0 || other < 0) continue;
    const pair = bin * y.count + other;
    counts[pair] = (counts[pair] ?? 0) + 1;
  }
  return Array.from({ length: x.count }, (_, bin) => [
    ...counts.subarray(bin * y.count, (bin + 1) * y.count),
  ]);
};
