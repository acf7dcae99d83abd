import { RejectedError } from '../../../errors.ts';
import type { SampleRecord } from './records.ts';

/** Names of the columns; what has none is called by its place. Throws RejectedError for a name that occurs twice. */
export const headerNames = (
  record: SampleRecord,
  width: number,
  name: string,
  warnings: string[],
): string[] => {
  const cells = [...record.cells];
  while (
    cells.length > Math.max(1, width) ||
    (cells.length > 1 && cells.at(-1) === '' && cells.length >= width)
  ) {
    if (cells.at(-1) !== '') break;
    cells.pop();
  }
  const seen = new Map<string, number>();
  return cells.map((cell, index) => {
    if (cell === '') {
      warnings.push(`column ${index + 1} has no name; it is called column_${index + 1}`);
      return `column_${index + 1}`;
    }
    const before = seen.get(cell);
    if (before !== undefined) {
      throw new RejectedError(
        'HEADER_DUPLICATE',
        `${name} has two columns called '${cell}' (the ${before + 1}. and the ${index + 1}.)`,
        {
          place: { file: name, line: record.line, column: cell },
          remedy: 'give every column a name of its own',
        },
      );
    }
    seen.set(cell, index);
    return cell;
  });
};
