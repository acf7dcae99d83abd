import { rm } from 'node:fs/promises';
import type { NumberStyle } from '@wattline/cells';
import { isTimeless, Spec } from '@wattline/spec';
import { fixedOffsetMs } from '@wattline/time-zones';
import { RejectedError } from '../../errors.ts';
import { csv } from '../formats/csv/format.ts';
import { formatOf } from '../formats/detect.ts';
import { openInput, type Unpacked } from '../input.ts';
import { roomOf, unfoldedSpec, wideSource } from '../layouts/wide.ts';
import { refuseTooManyColumns, unpackLimits } from '../limits.ts';
import type { UnpackLimits } from '../packings/packing.ts';
import { columnRoles, type IngestReceipt } from '../receipt.ts';
import type { TimeLine } from '../settle/time-line.ts';
import type { Source } from '../source.ts';
import type { TimeReading } from '../times/parse-times.ts';
import { columnsOf, type SampleTable, timeColumns } from './columns.ts';
import type { Finding, Question } from './finding.ts';
import { refuseOtherRoles } from './further/attribute-roles.ts';
import type { KnownColumns } from './further/columns-fit.ts';
import { inOrder, notNamed, withColumnsOfFirst } from './further/columns-fit.ts';
import { furtherFile } from './further/further-file.ts';
import { attributesIn, hasOpenAttributes, withAttributes } from './infer-attributes.ts';
import { inferFromTable } from './infer-from-table.ts';
import type { InferredSpec } from './infer-roles.ts';
import { timesBy } from './read-times.ts';
import { type SecondPassFound, secondPassIn } from './second-pass.ts';
import { convertedCells } from './style-words.ts';
import { unitColumn } from './unit-column.ts';

export interface InspectOptions {
  readonly path: string;
  /** What messages call the file. */
  readonly name: string;
  /** For content that has to be unpacked to a file; made where it is missing. */
  readonly scratch: string;
  /** Inferred where absent. */
  readonly spec?: Spec | undefined;
  /** `inferred`: the spec was found out from this file, and is doubted as such. */
  readonly specSource?: 'preset' | 'file' | 'inferred' | undefined;
  readonly chunkBytes?: number | undefined;
  readonly unpackLimits?: UnpackLimits | undefined;
  /** What it holds, where somebody has unpacked it: read instead of it. */
  readonly unpacked?: Unpacked | undefined;
  readonly signal?: AbortSignal | undefined;
  /** The columns of the dataset's uploads before this file; it may lack some of them. */
  readonly knownColumns?: KnownColumns | undefined;
}

/** How a file is to be read: found out, none of it read yet. */
export interface Inspected {
  /** The format, and what packs it: `csv`, `csv.gz`, … */
  readonly kind: string;
  /** As uploaded. */
  readonly bytes: number;
  readonly source: Source;
  readonly spec: Spec;
  /** The spec in terms of the rows as the source gives them. */
  readonly readAs: Spec;
  /** All columns of the file, where a row of it has several readings. */
  readonly sideBySide: readonly string[] | undefined;
  readonly inferred: boolean;
  /** Whether the words of a category are those that the file has: no spec says them. */
  readonly findsWords: (column: string) => boolean;
  /** How timestamps are read; its format is concrete. */
  readonly time: TimeReading;
  readonly timeLine: Omit<TimeLine, 'label'>;
  /** How the numbers of each column are written. */
  readonly styles: ReadonlyMap<string, NumberStyle>;
  readonly evidence: readonly Finding[];
  readonly questions: readonly Question[];
  readonly warnings: readonly string[];
}

const CHUNK_BYTES = 32 * 2 ** 20;

/** How the numbers of each column are written. */
const stylesOf = (table: SampleTable): ReadonlyMap<string, NumberStyle> =>
  new Map(columnsOf(table).map(({ name, found }) => [name, found.style]));

/** What a declared spec leaves open about its numbers. */
const openNumbers = (spec: Spec, table: SampleTable): string[] =>
  columnsOf(table)
    .filter(({ name, found }) => found.open !== undefined && Object.hasOwn(spec.values, name))
    .map(
      ({ name, found, cells }) =>
        `numbers such as "${cells.find((cell) => /[.,]/.test(cell)) ?? ''}" in column '${name}' were read with '${found.open}' as their decimal sign; it could group thousands; set file.decimal or file.thousands to be sure`,
    );

/** A column that distinguishes the passes of repeated hours, where a spec names a zone that has them and no such column. */
const passesFor = (spec: Spec, table: SampleTable): SecondPassFound | undefined => {
  const { zone, zones, secondPass, ambiguous } = spec.time;
  if (secondPass !== undefined || zones !== undefined || ambiguous === 'quarantine') return undefined;
  if (fixedOffsetMs(zone) !== undefined) return undefined;
  const names = timeColumns(spec);
  const used = new Set([...Object.keys(spec.values), ...(spec.entity?.split(' + ') ?? [])]);
  const columns = columnsOf(table).filter(({ name }) => names.includes(name));
  const found = secondPassIn(table, columns);
  return found === undefined || used.has(found.column) ? undefined : found;
};

/** Units beside numbers that are converted although the spec does not mention them. */
const cellUnits = (spec: Spec, table: SampleTable): string[] =>
  columnsOf(table)
    .filter(({ name }) => Object.hasOwn(spec.values, name) && spec.values[name]?.unit === undefined)
    .flatMap(convertedCells);

/** What a declared spec leaves open about its units. */
const openUnits = (spec: Spec, table: SampleTable): string[] => {
  if (spec.layout?.units !== undefined) {
    return Object.entries(spec.values)
      .filter(([, { unit }]) => unit === undefined)
      .map(
        ([column]) =>
          `layout.units converts nothing in '${column}': set values.${column}.unit to what its readings are converted to`,
      );
  }
  const [value, ...others] = Object.keys(spec.values);
  if (value === undefined || others.length > 0) return [];
  const used = new Set([...timeColumns(spec), ...(spec.entity?.split(' + ') ?? []), value]);
  const units = unitColumn(
    table,
    columnsOf(table).filter((column) => !used.has(column.name) && column.kind !== 'numeric'),
  );
  return units === undefined
    ? []
    : [
        `readings in '${value}' are in several units (${[units.to, ...units.from].join(', ')}, in '${units.column}') and are not converted; set layout.units: ${units.column} and values.${value}.unit`,
      ];
};

/** What the format itself says of its columns, else what the sample shows. */
const inferredSpec = ({ roles, table }: Source, name: string): InferredSpec =>
  roles === undefined
    ? inferFromTable(table, name)
    : { spec: Spec.parse(roles), evidence: [], questions: [], warnings: [] };

/** The columns of a spec that leaves them open: those of the dataset's uploads before, else the file's own. */
const attributesOf = (spec: Spec, table: SampleTable, name: string, known: KnownColumns | undefined) => {
  const found =
    known === undefined
      ? attributesIn(spec, table)
      : {
          values: notNamed(known.added.values, spec),
          categories: notNamed(known.added.categories, spec),
          evidence: [],
          warnings: [],
        };
  return { ...found, spec: withAttributes(spec, found, name) };
};

/** Finds out how a file is written and what its columns are. Throws RejectedError. */
export const inspect = async (options: InspectOptions): Promise<Inspected> => {
  const { path, name, scratch, signal } = options;
  const input = await openInput({
    path,
    name,
    scratch,
    limits: options.unpackLimits ?? unpackLimits(options.spec),
    member: options.spec?.file?.member,
    unpacked: options.unpacked,
    signal,
  });
  // Of 16 bits is text alone, whatever its characters are.
  const format = input.decoded === undefined ? formatOf(input.head, name) : csv;
  const opened = await format.open(input, {
    spec: options.spec,
    chunkBytes: options.chunkBytes ?? CHUNK_BYTES,
  });
  refuseTooManyColumns(opened.table.header.length, name, options.spec);
  const inferred = options.spec === undefined ? inferredSpec(opened, name) : undefined;
  const given = options.spec ?? inferred?.spec;
  if (given === undefined) {
    throw new Error('a spec is given or inferred');
  }
  const wide = given.layout?.wide;
  const series = given.layout?.series;
  const unfold = wide ?? (series && { ...series, series: given.entity });
  const source = unfold === undefined ? opened : wideSource(opened, unfold, name);
  const { table } = source;
  const doubted = inferred !== undefined || options.specSource === 'inferred';
  const further =
    options.knownColumns && furtherFile({ name, table, inferred: doubted }, options.knownColumns);
  const asItIs = (whole: Spec) => ({ spec: whole, evidence: [], warnings: [] });
  const asFirst = (whole: Spec) => ({ ...asItIs(whole), ...withColumnsOfFirst(whole, table, name) });
  if (options.knownColumns !== undefined && isTimeless(given))
    refuseOtherRoles({ name, spec: given, table }, options.knownColumns);
  const attributes = hasOpenAttributes(given)
    ? attributesOf(given, table, name, options.knownColumns)
    : undefined;
  const isWhole = inferred !== undefined || attributes !== undefined;
  const { dataset = isWhole ? asItIs : asFirst, reading = asItIs } = further ?? {};
  const fitted = dataset(attributes?.spec ?? given);
  const spec = inOrder(fitted.spec, given);
  const read = reading(wide === undefined ? spec : unfoldedSpec(spec, wide));
  const unfolded = read.spec;
  const passes = inferred === undefined ? passesFor(unfolded, table) : undefined;
  const readAs =
    passes === undefined
      ? unfolded
      : {
          ...unfolded,
          time: {
            ...unfolded.time,
            secondPass: { column: passes.column, values: [...passes.values] },
          },
        };
  const times = timesBy(
    readAs,
    table,
    name,
    options.knownColumns && { formats: options.knownColumns.timeFormats, inferred: doubted },
  );
  const zone =
    inferred === undefined ||
    times.areInstants ||
    inferred.evidence.some(({ about }) => about === 'time.zone')
      ? []
      : [
          `the timestamps name no time zone and were read as ${spec.time.zone}; set time.zone to where they were read`,
        ];
  return {
    kind: input.packing === undefined ? format.key : `${format.key}.${input.packing.key}`,
    bytes: input.bytes,
    source,
    spec,
    readAs,
    sideBySide: unfold && opened.table.header,
    inferred: doubted,
    findsWords: (column) => doubted || !Object.hasOwn(given.categories, column),
    time: wide === undefined ? times.time : { ...times.time, room: roomOf(opened.table.header, wide, name) },
    timeLine: times.timeLine,
    styles: stylesOf(table),
    evidence: [
      ...source.evidence,
      ...(inferred?.evidence ?? []),
      ...(attributes?.evidence ?? []),
      ...times.evidence,
      ...read.evidence,
      ...(passes === undefined ? [] : [passes.evidence]),
    ],
    questions: inferred?.questions ?? [],
    warnings: [
      ...source.warnings,
      ...fitted.warnings,
      ...(attributes?.warnings ?? []),
      ...read.warnings,
      ...(inferred?.warnings ?? [
        ...openNumbers(spec, table),
        ...openUnits(spec, table),
        ...cellUnits(spec, table),
      ]),
      ...times.warnings,
      ...(passes === undefined
        ? []
        : [
            `'${passes.column}' distinguishes the two passes of an hour that occurs twice ('${passes.values[0]}' is the second); set time.secondPass to be sure`,
          ]),
      ...zone,
    ],
  };
};

/** Throws RejectedError where a file leaves something open that would change what its numbers mean. */
export const requireAnswers = (questions: readonly Question[], name: string): void => {
  const [first] = questions;
  if (first === undefined) {
    return;
  }
  const all = questions.map(({ question, candidates }) => `${question} (${candidates.join(', or ')})`);
  throw new RejectedError('FILE_AMBIGUOUS', `${name} leaves open how it is to be read: ${all.join('; ')}`, {
    place: { file: name, column: first.about },
    facts: { questions },
    remedy: `answer in a spec (wattline.yaml): ${questions.map(({ key, candidates }) => `${key}, for example ${candidates[0]}`).join('; ')}`,
  });
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
      timeFormat: found.time.format,
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
