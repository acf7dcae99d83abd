import { countText } from './numbers.ts';

interface Deleted {
  readonly entity?: string | undefined;
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  readonly upload?: string | undefined;
  readonly rows: number;
}

/** "1,234 readings of m7 from 2024-03-01T00:00:00.000Z on": what a deletion takes out. */
export const deletionText = ({ entity, from, to, upload, rows }: Deleted): string =>
  [
    `${countText(rows)} ${rows === 1 ? 'reading' : 'readings'}`,
    entity !== undefined && `of ${entity}`,
    upload !== undefined && `of run ${upload}`,
    from !== undefined && `from ${from} on`,
    to !== undefined && `before ${to}`,
  ]
    .filter((words) => words !== false)
    .join(' ');
