import { RejectedError } from '../../errors.ts';
import { isTaken } from '../read/layout.ts';
import { hasSeriesName, type SampleColumn } from './columns.ts';

const examplesOf = (cells: readonly string[]): string =>
  [...new Set(cells)]
    .slice(0, 3)
    .map((cell) => `"${cell.slice(0, 30)}"`)
    .join(', ');

/** What to say where a file has no numbers to make features of. */
export const noValues = (name: string, columns: readonly SampleColumn[]): RejectedError => {
  const examples = columns
    .filter(({ cells }) => cells.length > 0)
    .slice(0, 8)
    .map(({ name: column, cells }) => `'${column}' has ${examplesOf(cells)}`);
  return new RejectedError(
    'NO_VALUE_COLUMN',
    `${name} has no column of numbers besides its timestamps${examples.length === 0 ? '' : `: ${examples.join('; ')}`}`,
    {
      place: { file: name },
      remedy:
        'write a spec (wattline.yaml) that names the columns to make features of under values; where their numbers are written in an unusual way, say how under file (decimal, thousands)',
    },
  );
};

/** Whether cells that are no category begin with digits: a column of measurements that could not be read. */
export const looksMeasured = ({ cells }: SampleColumn): boolean =>
  cells.length > 0 && cells.filter((cell) => /\d/.test(cell)).length >= cells.length * 0.5;

/** What to say of columns that are not read, though people may have meant them to be. */
export const leftOut = (
  dropped: readonly SampleColumn[],
  entityName: string | undefined,
  timeNames: readonly string[],
): string[] => {
  const warnings: string[] = [];
  for (const column of dropped.filter(
    (one) =>
      looksMeasured(one) &&
      (one.kind !== 'identifier' || !hasSeriesName(one.name)) &&
      one.kind !== 'time' &&
      !isTaken(one.name, entityName),
  )) {
    warnings.push(
      `column '${column.name}' is left out: its cells, such as ${examplesOf(column.cells)}, are not read as numbers`,
    );
  }
  for (const { name: other } of dropped.filter((one) => one.kind === 'time')) {
    warnings.push(
      `column '${other}' has times as well and is left out: readings lie where '${timeNames.join(' ')}' says; set time.column if it is not the time of all columns`,
    );
  }
  return warnings;
};
