import type { Spec } from '@wattline/spec';
import { type ColumnKind, columnsOf, type SampleTable } from './inspect/columns.ts';
import type { Finding, Question } from './inspect/finding.ts';
import type { FoundDialect } from './source.ts';

type ColumnRole = 'time' | 'entity' | 'value' | 'category' | 'dropped' | 'ignored';

/** What came in, as found. */
export interface IngestReceipt {
  readonly rows: {
    /** Rows in the file: accepted + refused + exactDuplicates + conflicts + otherVintages. Blank lines are no rows. */
    readonly read: number;
    readonly accepted: number;
    readonly refused: number;
    readonly exactDuplicates: number;
    /** Rows that gave way to a different reading of their entity for their time. */
    readonly conflicts: number;
    /** Readings of other vintages than the one that counts; absent if there are none. */
    readonly otherVintages?: number;
  };
  /** Rows by the code of why they are in quarantine. */
  readonly reasons: Record<string, number>;
  readonly source: FoundDialect & {
    /** The format, and what packs it: `csv`, `csv.gz`, … */
    readonly kind: string;
    readonly timeFormat: string;
    readonly zone: string;
    readonly cadence: string;
  };
  readonly columns: readonly {
    readonly name: string;
    readonly kind: ColumnKind;
    readonly role: ColumnRole;
  }[];
  /** How the file was read, and what speaks for it. */
  readonly evidence: readonly Finding[];
  /** What the file leaves open. */
  readonly questions: readonly Question[];
  readonly warnings: readonly string[];
}

/** What a spec makes of a column. */
export const columnRole = (name: string, spec: Spec): ColumnRole => {
  const time: readonly string[] =
    typeof spec.time.column === 'string' ? [spec.time.column] : spec.time.column;
  const { secondPass, zones } = spec.time;
  const places = [
    secondPass?.column,
    spec.time.issued,
    spec.layout?.units,
    zones !== undefined && 'column' in zones ? zones.column : undefined,
  ];
  return time.includes(name)
    ? 'time'
    : name === spec.entity || spec.entity?.split(' + ').includes(name) === true
      ? 'entity'
      : Object.hasOwn(spec.values, name)
        ? 'value'
        : Object.hasOwn(spec.categories, name)
          ? 'category'
          : spec.drop.includes(name)
            ? 'dropped'
            : places.includes(name)
              ? 'time'
              : 'ignored';
};

const kinds: Partial<Record<ColumnRole, ColumnKind>> = {
  time: 'time',
  entity: 'identifier',
  value: 'numeric',
  category: 'categorical',
};

/** Each column of a file with its kind, from the sample, and its role, from the spec. */
export const columnRoles = (table: SampleTable, spec: Spec): IngestReceipt['columns'] =>
  columnsOf(table).map((column) => {
    const { name } = column;
    const role = columnRole(name, spec);
    return { name, kind: kinds[role] ?? column.kind, role };
  });
