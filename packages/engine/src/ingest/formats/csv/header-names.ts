import type { SampleRecord } from './records.ts';

/** Names as the file has them, with a number for those that others have before them: `kW`, `kW_2`. */
export const distinctNames = (cells: readonly string[]): string[] => {
  const taken = new Set(cells);
  const seen = new Set<string>();
  return cells.map((cell) => {
    if (cell === '' || !seen.has(cell)) {
      seen.add(cell);
      return cell;
    }
    let number = 2;
    while (taken.has(`${cell}_${number}`)) number += 1;
    taken.add(`${cell}_${number}`);
    return `${cell}_${number}`;
  });
};

/** Names of the columns; what has none is called by its place, and what has that of another by a number beside it. */
export const headerNames = (record: SampleRecord, width: number, warnings: string[]): string[] => {
  const cells = [...record.cells];
  while (
    cells.length > Math.max(1, width) ||
    (cells.length > 1 && cells.at(-1) === '' && cells.length >= width)
  ) {
    if (cells.at(-1) !== '') break;
    cells.pop();
  }
  const names = distinctNames(cells);
  return cells.map((cell, index) => {
    const own = names[index] ?? cell;
    if (cell === '') {
      warnings.push(`column ${index + 1} has no name; it is called column_${index + 1}`);
      return `column_${index + 1}`;
    }
    if (own !== cell) {
      warnings.push(
        `column ${index + 1} is called '${cell}', as column ${cells.indexOf(cell) + 1} is: it is read as '${own}'`,
      );
    }
    return own;
  });
};
