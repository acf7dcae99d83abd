import type { ErrorReport } from '@wattline/errors';
import type { SpecEdit } from '@wattline/spec';
import type { KnownColumns } from '../ingest/index.ts';
import { hasSeriesName } from '../ingest/inspect/columns.ts';
import type { PreviewColumn } from './preview.ts';

/** A change that may help against an error; whether it does is found out by trying it. */
interface Remedy {
  readonly label: string;
  readonly edits: readonly SpecEdit[];
  /** It says that the reading is right, however it looks. */
  readonly declared?: true;
}

/** What is known of the file that an error is about. */
export interface About {
  readonly columns: Columns;
  readonly timeFormat: string | undefined;
  /** The dataset's uploads before. */
  readonly known: KnownColumns | undefined;
}

type Columns = readonly Pick<PreviewColumn, 'name' | 'kind' | 'role' | 'examples'>[];

/** Columns that are offered for one purpose. */
const MOST = 6;
/** Each is a reading of the first part. */
const MOST_TRIED = 16;

const names = (columns: Columns, kinds: readonly string[]): string[] =>
  columns.filter(({ kind, role }) => kinds.includes(kind) && role !== 'time').map(({ name }) => name);

const timeFormats: Remedy[] = ['epoch-seconds', 'epoch-milliseconds', 'epoch-microseconds', 'excel-days'].map(
  (format) => ({ label: `read it as ${format}`, edits: [{ path: ['time', 'format'], value: format }] }),
);

const asTime = (columns: Columns): Remedy[] =>
  columns
    .filter(({ kind }) => kind === 'time' || kind === 'numeric')
    .slice(0, MOST)
    .map(({ name }) => ({ label: `take '${name}' as the time`, edits: [{ column: name, role: 'time' }] }));

/** A row for each entity, and no times: what the other columns are the file shows. */
const asAttributes = (columns: Columns): Remedy[] =>
  columns
    .filter(({ kind }) => kind === 'categorical' || kind === 'identifier')
    .toSorted((a, b) => Number(hasSeriesName(b.name)) - Number(hasSeriesName(a.name)))
    .slice(0, 2)
    .map(({ name }) => ({
      label: `no times: a row for each '${name}'`,
      edits: [
        { path: ['time'], value: 'none' },
        { path: ['values'], value: null },
        { path: ['categories'], value: null },
        { path: ['drop'], value: null },
        { column: name, role: 'entity' },
      ],
    }));

const asValue = (columns: Columns): Remedy[] =>
  names(columns, ['numeric', 'identifier'])
    .slice(0, MOST)
    .map((name) => ({ label: `take '${name}' as a value`, edits: [{ column: name, role: 'value' }] }));

const asEntity = (columns: Columns): Remedy[] => {
  const free = columns.filter(({ role }) => role !== 'time' && role !== 'entity').map(({ name }) => name);
  const has = columns.some(({ role }) => role === 'entity');
  return free.slice(0, MOST).flatMap((name): Remedy[] => [
    { label: `'${name}' identifies the series`, edits: [{ column: name, role: 'entity' }] },
    ...(has
      ? [
          {
            label: `'${name}' identifies the series, with the column that does so now`,
            edits: [{ column: name, role: 'entity-with' as const }],
          },
        ]
      : []),
  ]);
};

const withTime = (columns: Columns): Remedy[] =>
  columns
    .filter(({ role }) => role !== 'time')
    .slice(0, MOST)
    .map(({ name }) => ({
      label: `'${name}' is part of the time`,
      edits: [{ column: name, role: 'time-with' }],
    }));

const missing = ({ place: { column, value } }: ErrorReport): Remedy[] =>
  column === undefined || value === undefined
    ? []
    : [
        {
          label: `"${value}" in '${column}' means: no reading`,
          edits: [{ path: ['values', column, 'missing'], value: [value] }],
        },
        { label: `leave '${column}' out`, edits: [{ column, role: 'ignored' }] },
      ];

const signs: Remedy[] = [
  [',', '.'],
  ['.', ','],
  ['.', ' '],
  [',', ' '],
  ['.', "'"],
].map(([decimal = '.', thousands = ',']) => ({
  label: `decimal sign "${decimal}", thousands grouped by "${thousands}"`,
  edits: [
    { path: ['file', 'decimal'], value: decimal },
    { path: ['file', 'thousands'], value: thousands },
  ],
}));

const acceptLoss: Remedy = {
  label: 'go on all the same: up to half of the rows may be lost',
  edits: [{ path: ['quarantine', 'maxFraction'], value: 0.5 }],
};

const asGauge = ({ place: { column } }: ErrorReport): Remedy[] =>
  column === undefined
    ? []
    : [
        {
          label: `'${column}' is a state as measured, no counter`,
          edits: [
            { path: ['values', column, 'kind'], value: 'gauge' },
            { path: ['values', column, 'aggregate'], value: ['mean'] },
          ],
        },
      ];

/** What is declared is doubted no more. */
const itIsRight = (timeFormat: string | undefined): Remedy[] =>
  timeFormat === undefined
    ? []
    : [
        {
          label: 'it is right as it is: go on',
          edits: [{ path: ['time', 'format'], value: timeFormat }],
          declared: true,
        },
      ];

/** A spec that was written for another file. */
const without = ({ place: { column } }: ErrorReport, columns: Columns): Remedy[] =>
  column === undefined
    ? []
    : [
        ...columns
          .filter(({ role }) => role === 'ignored')
          .slice(0, MOST)
          .flatMap(({ name, kind }): Remedy[] =>
            kind === 'time'
              ? [{ label: `take '${name}' as the time`, edits: [{ column: name, role: 'time' }] }]
              : [
                  {
                    label: `'${column}' is called '${name}' here`,
                    edits: [
                      { path: ['values', column], value: null },
                      { column: name, role: 'value' },
                    ],
                  },
                ],
          ),
        { label: `do without '${column}'`, edits: [{ path: ['values', column], value: null }] },
      ];

/** Columns that no upload before has. */
const newColumns = (columns: Columns, { header }: KnownColumns): string[] =>
  columns.filter(({ name, role }) => role === 'ignored' && !header.includes(name)).map(({ name }) => name);

const addColumns = ({ columns, known }: About): Remedy[] => {
  const names = known === undefined ? [] : newColumns(columns, known);
  const quoted = names.map((name) => `'${name}'`).join(', ');
  return [
    {
      label: `take in ${quoted}, empty before`,
      edits: [{ path: ['columns'], value: 'add' }],
      declared: true,
    },
    {
      label: `leave ${quoted} out`,
      edits: names.map((column) => ({ column, role: 'ignored' as const })),
      declared: true,
    },
  ];
};

/** Only units beside numbers are converted. */
const usualUnit = ({ place: { column, value } }: ErrorReport, { columns, known }: About): Remedy[] => {
  const cells = columns.find(({ name }) => name === column)?.examples ?? [];
  if (column === undefined || value === undefined || !cells.some((cell) => cell.includes(value))) return [];
  const before = known?.units[column]?.filter((unit) => unit !== '') ?? [];
  return before.map((unit) => ({
    label: `convert '${column}' to ${unit}`,
    edits: [{ path: ['values', column, 'unit'], value: unit }],
    declared: true,
  }));
};

const otherSeries = ({ place: { column } }: ErrorReport): Remedy[] =>
  column === undefined
    ? []
    : [
        {
          label: `'${column}' identifies the series`,
          edits: [{ column, role: 'entity' }],
          declared: true,
        },
        { label: `'${column}' does not matter`, edits: [{ column, role: 'ignored' }], declared: true },
      ];

type Offer = (error: ErrorReport, about: About) => Remedy[];

const offers: Readonly<Record<string, Offer>> = {
  TIME_COLUMN_NOT_FOUND: (_, { columns }) => [...asAttributes(columns), ...asTime(columns)],
  TIME_UNREADABLE: (_, { columns }) => [...timeFormats, ...asTime(columns)],
  TIME_IMPLAUSIBLE: (_, { columns, timeFormat: format }) => [
    ...timeFormats,
    ...asTime(columns),
    ...itIsRight(format),
  ],
  NO_VALUE_COLUMN: (_, { columns }) => asValue(columns),
  REFUSED_TOO_MANY: (error) => [...missing(error), ...signs, acceptLoss],
  NUMBERS_UNREADABLE: (error) => [...signs, ...missing(error), acceptLoss],
  CONFLICTS_TOO_MANY: (_, { columns }) => [...asEntity(columns), ...withTime(columns), acceptLoss],
  ENTITY_IMPLAUSIBLE: (_, { columns, timeFormat: format }) => [
    ...columns
      .filter(({ role }) => role === 'entity')
      .map(
        ({ name }): Remedy => ({
          label: `'${name}' identifies no series`,
          edits: [{ column: name, role: 'ignored' }],
        }),
      ),
    ...itIsRight(format),
  ],
  CADENCE_IMPLAUSIBLE: (_, { columns, timeFormat: format }) => [...withTime(columns), ...itIsRight(format)],
  COVERAGE_IMPLAUSIBLE: (_, { columns, timeFormat: format }) => [
    ...timeFormats,
    ...withTime(columns),
    ...itIsRight(format),
  ],
  REGISTER_IMPLAUSIBLE: (error, { columns }) => [...asGauge(error), ...asEntity(columns)],
  GRID_TOO_SPARSE: () => [
    { label: 'a row only where there are readings', edits: [{ path: ['grid'], value: 'observed' }] },
  ],
  COLUMN_MISSING: (error, { columns }) => without(error, columns),
  COLUMNS_DIFFER: (_, about) => addColumns(about),
  UNITS_DIFFER: usualUnit,
  SERIES_DIFFER: otherSeries,
};

/** What may help against an error, the likeliest first. */
export const remediesFor: Offer = (error, about) =>
  (offers[error.code]?.(error, about) ?? []).slice(0, MOST_TRIED);
