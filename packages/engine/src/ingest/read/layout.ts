import { inUnit, type Missing, missingOf, type NumberStyle, plainStyle } from '@wattline/cells';
import { entityColumns, isTimeless, type Spec } from '@wattline/spec';
import { DEFAULT_ENTITY, EVENT_TIMESTAMP } from '../../columns.ts';
import { RejectedError } from '../../errors.ts';
import { timeColumns } from '../inspect/columns.ts';
import { ISSUED, PASS, ZONE } from './field-names.ts';
import { findColumn } from './find-column.ts';

export interface ValueField {
  readonly name: string;
  readonly index: number;
  readonly truncate: boolean;
  readonly min?: number | undefined;
  readonly max?: number | undefined;
  readonly style: NumberStyle;
  readonly missing: Missing;
  /** The unit of each reading, in a field of its own, and what the column's readings are converted to. */
  readonly unit: { readonly index: number; readonly to: string } | undefined;
}

/** Which field of the file is what. */
export interface Layout {
  readonly name: string;
  readonly width: number;
  readonly time: readonly number[];
  readonly timeName: string;
  /** Fields that say together whose reading it is; none where all readings are of one series. */
  readonly entity: readonly number[];
  readonly entityName: string | undefined;
  readonly values: readonly ValueField[];
  readonly categories: readonly { readonly name: string; readonly index: number }[];
  readonly missing: Missing;
  /** The column that distinguishes the passes of an hour that occurs twice, and its values for the second. */
  readonly pass: { readonly index: number; readonly second: readonly string[] } | undefined;
  /** When readings were issued. */
  readonly issued: number | undefined;
  /** Where rows have zones of their own. */
  readonly zones: ZonesOf | undefined;
  /** Columns that rows carry until they are on the time line. */
  readonly carried: readonly string[];
  /** Whether a bad cell costs its row. */
  readonly strict: boolean;
}

/** The zone of a row: in a field, or that of its entity. */
export type ZonesOf = { readonly index: number } | { readonly entities: Readonly<Record<string, string>> };

/** Whether readings have a column of their own by that name; the timestamps' name in the file does not matter. */
export const isTaken = (column: string, entity: string | undefined): boolean =>
  column === EVENT_TIMESTAMP || (entity === undefined && column === DEFAULT_ENTITY);

const refuseTaken = (spec: Spec, name: string): void => {
  const { entity } = spec;
  const kept = [
    ...(entity === undefined ? [] : [entity]),
    ...Object.keys(spec.values),
    ...Object.keys(spec.categories),
  ];
  const column = kept.find((candidate) => isTaken(candidate, entity));
  if (column === undefined) {
    return;
  }
  const naming = column === DEFAULT_ENTITY ? ', or name it as the entity' : '';
  throw new RejectedError(
    'COLUMN_NAME_TAKEN',
    `readings have a column '${column}' of their own; ${name} uses the name for another`,
    {
      place: { file: name, column },
      remedy: `rename the column '${column}' in the file, or leave it out of the spec${naming}`,
    },
  );
};

/** Finds a spec's columns in a header. Throws RejectedError where one is missing, or its name is taken. */
export const layoutOf = (
  spec: Spec,
  header: readonly string[],
  name: string,
  styles: ReadonlyMap<string, NumberStyle> = new Map(),
  /** Whether times stay what the clock showed until all rows of a series are there. */
  isWall = false,
): Layout => {
  refuseTaken(spec, name);
  const find = (column: string, key: string): number => findColumn(column, key, { name, header });
  const timeNames = timeColumns(spec);
  const missing = missingOf(spec.missing);
  const { secondPass, zones, issued } = spec.time;
  const units = spec.layout?.units;
  return {
    name,
    width: header.length,
    time: timeNames.map((column) => find(column, 'time.column')),
    // Rows of no time are known by whose they are.
    timeName: isTimeless(spec) ? (spec.entity ?? '') : timeNames.join(' '),
    entity:
      spec.entity === undefined
        ? []
        : entityColumns(spec.entity, header).map((column) => find(column, 'entity')),
    entityName: spec.entity,
    values: Object.entries(spec.values).map(([column, value]) => ({
      name: column,
      index: find(column, 'values'),
      truncate: value.truncate,
      min: value.min,
      max: value.max,
      style: inUnit(styles.get(column) ?? plainStyle, value.unit),
      unit:
        units === undefined || value.unit === undefined
          ? undefined
          : { index: find(units, 'layout.units'), to: value.unit },
      missing: value.missing === undefined ? missing : missingOf([...spec.missing, ...value.missing]),
    })),
    categories: Object.keys(spec.categories).map((column) => ({
      name: column,
      index: find(column, 'categories'),
    })),
    missing,
    pass:
      secondPass === undefined
        ? undefined
        : {
            index: find(secondPass.column, 'time.secondPass'),
            second: secondPass.values.map((value) => value.trim().toLowerCase()),
          },
    zones: zones === undefined || 'entities' in zones ? zones : { index: find(zones.column, 'time.zones') },
    issued: issued === undefined ? undefined : find(issued, 'time.issued'),
    carried: [
      ...(isWall ? [PASS, ...(zones === undefined ? [] : [ZONE])] : []),
      ...(issued === undefined ? [] : [ISSUED]),
    ],
    strict: spec.quarantine.badCells === 'row',
  };
};

/** Whether rows are of entities, and of no time. */
export const hasNoTimes = ({ time }: Layout): boolean => time.length === 0;

/** Fields that have the units of readings. */
export const unitFields = ({ values }: Layout): number[] => [
  ...new Set(values.flatMap(({ unit }) => unit?.index ?? [])),
];

/** Fields that say which instant a clock's time was. */
export const placing = ({ pass, zones, issued }: Layout): number[] => [
  ...(issued === undefined ? [] : [issued]),
  ...(pass === undefined ? [] : [pass.index]),
  ...(zones !== undefined && 'index' in zones ? [zones.index] : []),
];

/** The decimal sign of the values; a comma where any of them has it. */
export const decimalOf = ({ values }: Layout): '.' | ',' =>
  values.some(({ style }) => style.decimal === ',') ? ',' : '.';
