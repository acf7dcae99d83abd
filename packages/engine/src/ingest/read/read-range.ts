import { timed } from '@wattline/steps';
import { bucketsOf } from '../../entity-bucket.ts';
import { postedTime } from '../../posted-upload.ts';
import type { Inspected } from '../inspect/inspect-file.ts';
import { createRowLimit } from '../limits.ts';
import type { Range } from '../range.ts';
import { createTimeLog, type KnownTimes } from '../times/time-log.ts';
import type { Context } from './context.ts';
import { createEntities } from './entities.ts';
import { type Layout, layoutOf } from './layout.ts';
import type { OtherLines } from './other-lines.ts';
import { tallyOtherLines } from './other-lines-warning.ts';
import { createQuarantine } from './quarantine.ts';
import type { RangeRows } from './range-rows.ts';
import { readSource, type Sink } from './read-source.ts';
import { createSpill, type RowSink, type Spill } from './spill.ts';
import { createVocabularies } from './vocabularies.ts';

export interface RangeOptions {
  /** What messages call the file. */
  readonly name: string;
  /** Where the quarantine goes. */
  readonly folder: string;
  /** Where rows wait for their bucket; made where it is missing. */
  readonly scratch: string;
  /** Beyond so many cells, rows wait in scratch files for their bucket. */
  readonly maxCellsInMemory?: number | undefined;
  /** Default: all rows. */
  readonly range?: Range | undefined;
  /** Line of a header with the columns in another order that is to be followed. */
  readonly reorderedFrom?: number | undefined;
  /** Times of the whole file, from an earlier reading. */
  readonly known?: KnownTimes | undefined;
  readonly signal?: AbortSignal | undefined;
}

const IN_MEMORY_CELLS = 16_000_000;

/** Which field of an inspected file is what. Throws RejectedError. */
export const layoutOfInspected = ({ source, readAs, styles, time }: Inspected, name: string): Layout =>
  layoutOf(readAs, source.table.header, name, styles, time.clock === 'wall');

/**
 * Reads the rows of one range of a file that was inspected, or all of them, and hands them on. Throws RejectedError, and
 * HeaderReordered where a further header has the columns in another order: such a file is read as a whole.
 */
export const readRowsInto = async (
  to: RowSink,
  inspected: Inspected,
  options: RangeOptions,
): Promise<Omit<RangeRows, 'spill'>> => {
  const { source, spec, findsWords } = inspected;
  const { name, folder, scratch, reorderedFrom } = options;
  const layout = layoutOfInspected(inspected, name);
  const entities = createEntities(bucketsOf(spec), layout.missing);
  const quarantine = createQuarantine({ folder, scratch });
  const vocabularies = createVocabularies(layout.categories.filter(({ name: column }) => findsWords(column)));
  const { content } = source;
  const times = createTimeLog(inspected.time.zoned.zone, options.known);
  const context: Context = {
    layout,
    time: { ...inspected.time, dayLog: times.days, skippedHours: times.skips },
    entities,
    // What was posted was served as readings.
    noReadings: content.kind === 'text' && postedTime(name) === undefined ? content.noReadings : undefined,
    reordered: reorderedFrom !== undefined,
  };
  const others: OtherLines[] = [];
  const countRows = createRowLimit(name, spec);
  let kept = 0;
  const sink: Sink = {
    rows: async (sequence, rows) => {
      countRows(rows.height);
      kept += rows.height;
      vocabularies.add(rows);
      await to.add(sequence, rows);
    },
    refused: quarantine.refuse,
    cells: quarantine.empty,
    others: (lines) => others.push(...lines),
  };
  const { rows: read, lines } = await readSource(source, context, sink, options);
  return {
    layout,
    read,
    lines,
    kept,
    quarantine,
    entities,
    vocabularies: vocabularies.found(),
    reorderedFrom,
    times: [times],
    others: tallyOtherLines(others),
  };
};

/** Reads rows as `readRowsInto`, and parts them by bucket. */
export const readRange = async (
  inspected: Inspected,
  options: RangeOptions,
): Promise<RangeRows & { readonly spill: Spill }> => {
  const spill = createSpill(options.scratch, options.maxCellsInMemory ?? IN_MEMORY_CELLS);
  const add: RowSink['add'] = (sequence, rows) => timed('part by bucket', () => spill.add(sequence, rows));
  return { ...(await readRowsInto({ add }, inspected, options)), spill };
};
