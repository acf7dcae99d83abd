import { basename } from 'node:path';
import type { RowChange, UploadBetween, VersionDifference } from '@wattline/api';
import { countText } from './numbers.ts';
import { printable } from './printable.ts';
import { tableText } from './table.ts';

const fileOf = ({ type, key }: UploadBetween): string => (type === 'deletion' ? 'deletion' : basename(key));

const rowsText = (count: number): string => `${countText(count)} row${count === 1 ? '' : 's'}`;

const columnsText = ({ columns }: VersionDifference): string[] => [
  ...columns.added.map((name) => `+ ${name}`),
  ...columns.removed.map((name) => `- ${name}`),
  ...columns.retyped.map(({ name, from, to }) => `${name}: ${from}, now ${to}`),
];

const section = (title: string, lines: readonly string[]): string[] =>
  lines.length === 0 ? [] : ['', title, ...lines.map((line) => `  ${line}`)];

/** What changed, counted. */
export const summaryText = (
  dataset: string,
  found: VersionDifference,
  uploads: readonly UploadBetween[] | undefined,
): string => {
  const { from, to, rows, cells, joined = [], entities, entitiesChanged } = printable(found);
  const more = entitiesChanged - entities.length;
  const between = uploads?.map((upload, index) => {
    const { run, at, change } = printable(upload);
    return [`[${index + 1}]`, change, fileOf(upload), run, at.slice(0, 19).replace('T', ' ')];
  });
  return [
    `${dataset}@${from} and ${dataset}@${to}`,
    `${rowsText(rows.added)} added, ${countText(rows.removed)} removed, ${countText(rows.changed)} changed, ${countText(rows.same)} the same`,
    ...section('Columns', columnsText(found)),
    ...section(
      'Cells that changed',
      tableText(cells.map(({ column, changed }) => [column, countText(changed)]))
        .split('\n')
        .filter((line) => line !== ''),
    ),
    ...section(
      'Entities',
      tableText([
        ...(entities.length === 0 ? [] : [['', 'ADDED', 'REMOVED', 'CHANGED']]),
        ...entities.map(({ entity, added, removed, changed }) => [
          entity,
          countText(added),
          countText(removed),
          countText(changed),
        ]),
        ...(more > 0 ? [[`and ${countText(more)} more`]] : []),
      ])
        .split('\n')
        .filter((line) => line !== ''),
    ),
    ...section(
      'Joined',
      joined.map(
        ({ join, dataset, from: before, to: after }) =>
          `${join === dataset ? '' : `${join}: `}${dataset} ${before ?? 'not joined'}, now ${after ?? 'not joined'}`,
      ),
    ),
    ...section(
      'Uploads between them',
      between === undefined
        ? ['not known: the dataset’s log lacks one of the versions']
        : tableText(between)
            .split('\n')
            .filter((line) => line !== ''),
    ),
  ].join('\n');
};

const signs: Readonly<Record<RowChange['change'], string>> = { added: '+', removed: '-', changed: '~' };

const cellText = (cell: string | number | null | undefined): string =>
  cell === undefined ? '' : cell === null ? 'null' : String(cell);

const timeText = (instant: string): string => instant.slice(0, 16).replace('T', ' ');

const throughText = (by: NonNullable<RowChange['by']>, only: readonly number[] | undefined): string => {
  if (only?.length === 0) return 'another dataset';
  return by
    .filter(({ upload }) => only === undefined || only.includes(upload))
    .map(({ upload, through, reading, line }) => {
      const which = line === undefined ? `[${upload + 1}]` : `[${upload + 1}] line ${line}`;
      if (reading !== undefined)
        return through === 'interval' ? which : `${which}, its reading of ${timeText(reading)}`;
      return through === 'series' ? `${which} by readings elsewhere in the series` : which;
    })
    .join(', ');
};

/** A line for each cell of a row that changed, one for a row that is new or gone. */
const linesOf = ({ change, entity, eventTimestamp, cells, by = [] }: RowChange): string[][] => {
  const head = [signs[change], entity, timeText(eventTimestamp)];
  if (change !== 'changed') return [[...head, '', '', '', throughText(by, undefined)]];
  return cells.map(({ column, from, to, by: only }) => [
    ...head,
    column,
    cellText(from),
    cellText(to),
    throughText(by, only),
  ]);
};

const HEADER = ['', 'ENTITY', 'TIME (UTC)', 'COLUMN', 'FROM', 'TO', 'THROUGH'];
const TIME = HEADER.indexOf('TIME (UTC)');

/** Rows that changed, as a table. */
export const changesText = (changes: readonly Readonly<RowChange>[]): string => {
  const lines = [HEADER, ...changes.map(printable).flatMap(linesOf)];
  // Those of no time have all the same.
  const hasTimes = changes.some(({ eventTimestamp }) => Date.parse(eventTimestamp) !== 0);
  return tableText(hasTimes ? lines : lines.map((line) => line.toSpliced(TIME, 1)));
};
