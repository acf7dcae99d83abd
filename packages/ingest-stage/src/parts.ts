/** Cuts entity buckets into parts of about `rowsPerPart` readings, neighbours together. Returns the part of each bucket. */
export const assignParts = (rows: readonly number[], rowsPerPart: number): number[] => {
  const total = rows.reduce((sum, count) => sum + count, 0);
  const parts = Math.min(rows.length, Math.max(1, Math.ceil(total / rowsPerPart)));
  let before = 0;
  const wanted = rows.map((count) => {
    const middle = before + count / 2;
    before += count;
    return Math.min(parts - 1, Math.floor((middle / total) * parts));
  });
  // Numbered without gaps: a part without a bucket would be a message about nothing.
  const used = [...new Set(wanted)];
  return wanted.map((part) => used.indexOf(part));
};
