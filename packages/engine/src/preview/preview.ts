import type { ErrorReport } from '@wattline/errors';
import type { KindKey } from '@wattline/features';
import type { SpecEdit } from '@wattline/spec';
import type { Finding } from '../ingest/inspect/finding.ts';
import type { Cell } from '../query/cells.ts';

export interface CellTable {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly Cell[])[];
}

/** What a reading of the file gives, in numbers; times are UTC. */
export interface Outcome {
  readonly rows: { readonly read: number; readonly refused: number; readonly conflicts: number };
  readonly series: number;
  readonly from: string;
  readonly to: string;
  readonly cadence: string;
}

/** Something that can be chosen: what it changes, and what speaks for it or against it. */
export interface Choice {
  /** As it is written in the spec, or in words. */
  readonly label: string;
  readonly edits: readonly SpecEdit[];
  /** What the file gives when it is read so. */
  readonly gives: readonly string[];
  /** Whether the file can be read so at all. */
  readonly fits: boolean;
}

export interface OpenQuestion {
  readonly about: string;
  readonly question: string;
  /** The spec's key that answers it. */
  readonly key: string;
  readonly choices: readonly Choice[];
}

export interface PreviewColumn {
  readonly name: string;
  readonly kind: string;
  readonly role: 'time' | 'entity' | 'value' | 'category' | 'ignored';
  readonly unit?: string;
  /** Its first cells, as the file has them. */
  readonly examples: readonly string[];
  /** Few enough words to be a category. */
  readonly hasFewWords: boolean;
  /** As the spec has it: when it is known, and how its readings of an interval are made one. */
  readonly known?: 'past' | 'static' | 'future';
  readonly aggregate?: readonly string[];
  /** Of a value: what its numbers are, and which aggregates mean something of them. */
  readonly quantity?: KindKey;
  readonly aggregates?: readonly string[];
  readonly missing?: readonly string[];
}

/** Why the file cannot be read by the spec, and what would help. */
export interface PreviewError extends ErrorReport {
  /** Each was tried: the file can be read so. */
  readonly remedies: readonly Choice[];
}

/**
 * On what a preview decided: the whole file; what a run looks at to decide (`sample`); or its first part alone, where a
 * run may decide otherwise.
 */
export type DecidedFrom = 'whole' | 'sample' | 'part';

/** What a run would make of a file, and what it leaves open. */
export interface FilePreview {
  /** `csv`, `csv.gz`, … */
  readonly kind: string;
  readonly decidedFrom: DecidedFrom;
  /** The spec by which the file is read, as YAML; what could be found out, where it cannot be read. */
  readonly spec: string;
  /** The keys of the spec that a form shows; undefined where the spec is none yet. */
  readonly settings?: {
    readonly timeFormat: string;
    readonly zone: string;
    readonly label: string;
    readonly interval: string;
    readonly decimal?: string;
    readonly thousands?: string;
    readonly delimiter?: string;
    readonly maxFraction: number;
    readonly cadence?: string;
    readonly cadences?: 'one' | 'own';
    readonly zones?: 'column' | 'entities';
    readonly zoneColumn?: string;
    readonly issued?: string;
    /** `latest`, `first`, or how long before. */
    readonly vintage?: string;
    readonly series?: [first: string, last: string];
  };
  readonly columns: readonly PreviewColumn[];
  /** The first rows, as text. */
  readonly file: CellTable;
  readonly questions: readonly OpenQuestion[];
  readonly evidence: readonly Finding[];
  readonly warnings: readonly string[];
  readonly error?: PreviewError;
  /** Of what was read; undefined where nothing could be. */
  readonly rowsRead: number;
  readonly rowsRefused: number;
  readonly reasons: Readonly<Record<string, number>>;
  /** The first rows as read: times in UTC, numbers as numbers. */
  readonly readings: CellTable;
  /** The first feature rows. */
  readonly features: CellTable;
}
