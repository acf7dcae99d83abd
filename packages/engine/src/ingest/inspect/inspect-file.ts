import { rm } from 'node:fs/promises';
import { Spec } from '@wattline/spec';
import { formatOf } from '../formats/detect.ts';
import { openInput } from '../input.ts';
import type { UnpackLimits } from '../packings/packing.ts';
import { columnRoles, type IngestReceipt } from '../receipt.ts';
import type { Source } from '../source.ts';
import type { Finding, Question } from './finding.ts';
import { type InferredSpec, inferFromTable } from './infer-roles.ts';
import { nameInstants, timeFormatFor } from './time-format-for.ts';

export interface InspectOptions {
  readonly path: string;
  /** What messages call the file. */
  readonly name: string;
  /** For content that has to be unpacked to a file; made where it is missing. */
  readonly scratch: string;
  /** Inferred where absent. */
  readonly spec?: Spec | undefined;
  readonly chunkBytes?: number | undefined;
  readonly unpackLimits?: UnpackLimits | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** How a file is to be read: found out, none of it read yet. */
export interface Inspected {
  /** The format, and what packs it: `csv`, `csv.gz`, … */
  readonly kind: string;
  /** As uploaded. */
  readonly bytes: number;
  readonly source: Source;
  readonly spec: Spec;
  readonly inferred: boolean;
  /** Concrete. */
  readonly timeFormat: string;
  readonly evidence: readonly Finding[];
  readonly questions: readonly Question[];
  readonly warnings: readonly string[];
}

const CHUNK_BYTES = 32 * 2 ** 20;

/** What the format itself says of its columns, else what the sample shows. */
const inferredSpec = ({ roles, table }: Source, name: string): InferredSpec =>
  roles === undefined ? inferFromTable(table, name) : { spec: Spec.parse(roles), warnings: [] };

/** Finds out how a file is written and what its columns are. Throws RejectedError. */
export const inspect = async (options: InspectOptions): Promise<Inspected> => {
  const { path, name, scratch, signal } = options;
  const input = await openInput({
    path,
    name,
    scratch,
    limits: options.unpackLimits,
    member: options.spec?.file?.member,
    signal,
  });
  const format = formatOf(input.head, name);
  const source = await format.open(input, {
    spec: options.spec,
    chunkBytes: options.chunkBytes ?? CHUNK_BYTES,
  });
  const warnings = [...source.warnings];
  const inferred = options.spec === undefined ? inferredSpec(source, name) : undefined;
  const spec = options.spec ?? inferred?.spec;
  if (spec === undefined) {
    throw new Error('a spec is given or inferred');
  }
  warnings.push(...(inferred?.warnings ?? []));
  const timeFormat = timeFormatFor(spec, source.table, name, warnings);
  if (inferred !== undefined && !nameInstants(spec, timeFormat, source.table)) {
    warnings.push(
      `the timestamps name no time zone and were read as ${spec.time.zone}; set time.zone to where they were read`,
    );
  }
  return {
    kind: input.packing === undefined ? format.key : `${format.key}.${input.packing.key}`,
    bytes: input.bytes,
    source,
    spec,
    inferred: inferred !== undefined,
    timeFormat,
    evidence: [],
    questions: [],
    warnings,
  };
};

/** A file as a preview shows it. */
export interface FileInspection {
  readonly kind: string;
  readonly spec: Spec;
  readonly timeFormat: string;
  readonly columns: IngestReceipt['columns'];
  readonly header: readonly string[];
  /** The first rows as text. */
  readonly rows: readonly (readonly string[])[];
  readonly evidence: readonly Finding[];
  readonly questions: readonly Question[];
  readonly warnings: readonly string[];
}

const PREVIEW_ROWS = 20;

/** Looks at a file without reading it through: what it is, how it would be read, what is open. Throws RejectedError. */
export const inspectFile = async (options: InspectOptions): Promise<FileInspection> => {
  try {
    const { source, ...found } = await inspect(options);
    const { table } = source;
    return {
      kind: found.kind,
      spec: found.spec,
      timeFormat: found.timeFormat,
      columns: columnRoles(table, found.spec),
      header: table.header,
      rows: table.rows.slice(0, PREVIEW_ROWS),
      evidence: found.evidence,
      questions: found.questions,
      warnings: found.warnings,
    };
  } finally {
    await rm(options.scratch, { recursive: true, force: true });
  }
};
