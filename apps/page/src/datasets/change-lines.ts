import type { RowChange, UploadBetween } from '@wattline/api';
import { utcMinuteText } from '../text/times.ts';

/** A line for each cell of a row that changed, one for a row that is new or gone. */
export interface ChangeLine extends Pick<RowChange, 'entity' | 'eventTimestamp' | 'change'> {
  readonly key: string;
  readonly column?: string;
  readonly from?: string | number | null;
  readonly to?: string | number | null;
  /** Through which uploads, and readings of when. */
  readonly through?: string;
}

export const fileOf = ({ type, key }: Pick<UploadBetween, 'type' | 'key'>): string =>
  type === 'deletion' ? 'deletion' : (key.split('/').at(-1) ?? key);

type Cause = NonNullable<RowChange['by']>[number];

const causeText = ({ upload, through, reading, line }: Cause, uploads: readonly UploadBetween[]): string => {
  const found = uploads[upload];
  const name = [upload + 1, found && fileOf(found), line && `line ${line}`].filter(Boolean).join(' ');
  if (through === 'lookback' && reading !== undefined)
    return `${name}, its reading of ${utcMinuteText(reading)}`;
  return through === 'series' ? `${name}, readings elsewhere in the series` : name;
};

/** Rows of a page as lines of a table. */
export const changeLines = (
  changes: readonly RowChange[],
  uploads: readonly UploadBetween[] = [],
): ChangeLine[] =>
  changes.flatMap(({ change, entity, eventTimestamp, cells, by = [] }): ChangeLine[] => {
    const row = { change, entity, eventTimestamp };
    const key = `${entity} ${eventTimestamp}`;
    const throughOf = (only?: readonly number[]): Pick<ChangeLine, 'through'> => {
      if (only?.length === 0) return { through: 'another dataset' };
      const some = by.filter(({ upload }) => only === undefined || only.includes(upload));
      return some.length === 0 ? {} : { through: some.map((cause) => causeText(cause, uploads)).join('; ') };
    };
    if (change !== 'changed') return [{ ...row, key, ...throughOf() }];
    return cells.map(({ column, from = null, to = null, by: only }) => ({
      ...row,
      key: `${key} ${column}`,
      column,
      from,
      to,
      ...throughOf(only),
    }));
  });
