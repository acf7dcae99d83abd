import type { SampleColumn, SampleTable } from './columns.ts';

const counterName =
  /^(?:column_\d+|unnamed:? ?\d*|index|idx|no\.?|nr\.?|#|row|row_?(?:no|num|number|id)?|row ?number|id|instant|record|rec_?no|s\.?no\.?|sr\.?no\.?|lfd\.? ?nr\.?|num|level_0|rownames|seq|sequence|obs|observation|ordinal|counter|count|x)$/i;

/** Whether a column counts the rows: one more in each, by name and content. */
export const isRowNumber = (table: SampleTable, column: SampleColumn): boolean => {
  if (!counterName.test(column.name) || column.cells.length < table.rows.length || table.rows.length < 3) {
    return false;
  }
  const numbers = column.cells.map(Number);
  const first = numbers[0] ?? Number.NaN;
  if (first !== 0 && first !== 1) {
    return false;
  }
  // Samples from further on leave rows out: there it jumps.
  const jumps = numbers.filter((number, row) => row > 0 && number !== (numbers[row - 1] ?? 0) + 1);
  return numbers.every(Number.isInteger) && jumps.length <= table.rows.length * 0.01;
};
