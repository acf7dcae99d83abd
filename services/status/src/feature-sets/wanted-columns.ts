import type { Column } from '@wattline/engine/query';
import type { Manifest } from '@wattline/engine/sealed';
import { RequestProblem } from '@wattline/http';

const unknownColumn = (name: string): RequestProblem =>
  new RequestProblem(400, 'COLUMN_UNKNOWN', `there is no column ${JSON.stringify(name)}`, {
    remedy: 'take names from the columns of the feature set',
    place: { column: name },
  });

/** The named columns in the order of their names, all of them where none is named. Throws RequestProblem. */
export const wantedColumns = (
  { columns }: Pick<Manifest, 'columns'>,
  names: readonly string[] | undefined,
): readonly Column[] => {
  if (names === undefined) return columns;
  return [...new Set(names)].map((name) => {
    const column = columns.find((one) => one.name === name);
    if (column === undefined) throw unknownColumn(name);
    return column;
  });
};

const isNumeric = ({ dtype }: Column): boolean => dtype === 'Int64' || dtype === 'Float64';

/** The named columns; where none is named, the targets. Throws RequestProblem where one is not of numbers. */
export const seriesColumns = (
  manifest: Pick<Manifest, 'columns'>,
  names: readonly string[] | undefined,
): readonly Column[] => {
  const { columns } = manifest;
  if (names !== undefined) {
    const named = wantedColumns(manifest, names);
    const other = named.find((column) => !isNumeric(column));
    if (other === undefined) return named;
    throw new RequestProblem(
      400,
      'COLUMN_NOT_NUMERIC',
      `the column ${JSON.stringify(other.name)} has no numbers`,
      {
        remedy: 'ask for columns of type Int64 or Float64',
        place: { column: other.name },
      },
    );
  }
  const targets = columns.filter((column) => column.role === 'target' && isNumeric(column));
  return targets.length > 0 ? targets : columns.filter(({ kind }) => kind === 'value').slice(0, 1);
};
