import { join } from 'node:path';
import { RejectedError } from '../../errors.ts';
import type { Inspected } from '../inspect/inspect-file.ts';
import { createRowLimit } from '../limits.ts';
import type { Context } from './context.ts';
import { bucketsOf, createEntities, type Entities } from './entities.ts';
import { type Layout, layoutOf } from './layout.ts';
import { HeaderReordered, type OtherLines } from './other-lines.ts';
import { tallyOtherLines } from './other-lines-warning.ts';
import { createQuarantine, type Quarantine } from './quarantine.ts';
import { readSource, type Sink } from './read-source.ts';
import { createSpill, type Spill } from './spill.ts';
import { createVocabularies } from './vocabularies.ts';

export interface ReadOptions {
  /** What messages call the file. */
  readonly name: string;
  /** Where the quarantine goes. */
  readonly folder: string;
  /** Where rows wait for their bucket; made where it is missing. */
  readonly scratch: string;
  /** Beyond so many cells, rows wait in scratch files for their bucket. */
  readonly maxCellsInMemory?: number | undefined;
  readonly signal?: AbortSignal | undefined;
}

const IN_MEMORY_CELLS = 16_000_000;

/** What reading a file gave, before its rows are settled. */
export interface ReadFile {
  readonly layout: Layout;
  readonly read: number;
  readonly quarantine: Quarantine;
  readonly entities: Entities;
  readonly vocabularies: ReadonlyMap<string, readonly string[]>;
  readonly spill: Spill;
  /** Line of a header with the columns in another order, where there was one. */
  readonly reorderedFrom: number | undefined;
  /** Lines that are no readings. */
  readonly others: readonly OtherLines[];
}

const readOnce = async (
  inspected: Inspected,
  options: ReadOptions,
  reorderedFrom: number | undefined,
): Promise<ReadFile> => {
  const { source, spec, inferred } = inspected;
  const { name, folder, scratch, signal } = options;
  const layout = layoutOf(
    inspected.readAs,
    source.table.header,
    name,
    inspected.styles,
    inspected.time.clock === 'wall',
  );
  const entities = createEntities(bucketsOf(spec), layout.missing);
  const quarantine = createQuarantine({ folder, scratch });
  const vocabularies = createVocabularies(inferred ? layout.categories : []);
  const spill = createSpill(scratch, options.maxCellsInMemory ?? IN_MEMORY_CELLS);
  const { content } = source;
  const context: Context = {
    layout,
    time: inspected.time,
    entities,
    noReadings: content.kind === 'text' ? content.noReadings : undefined,
    reordered: reorderedFrom !== undefined,
  };
  const others: OtherLines[] = [];
  const countRows = createRowLimit(name, spec);
  const sink: Sink = {
    rows: async (sequence, rows) => {
      countRows(rows.height);
      vocabularies.add(rows);
      await spill.add(sequence, rows);
    },
    refused: quarantine.refuse,
    cells: quarantine.empty,
    others: (lines) => others.push(...lines),
  };
  const read = await readSource(source, context, sink, signal);
  if (read === 0) {
    throw new RejectedError('NO_ROWS', `${name} has a header and no readings`, {
      place: { file: name },
      remedy: 'upload a file with at least one reading below the header',
    });
  }
  return {
    layout,
    read,
    quarantine,
    entities,
    vocabularies: vocabularies.found(),
    spill,
    reorderedFrom,
    others: tallyOtherLines(others),
  };
};

/**
 * Reads all rows of a file that was inspected; again from the start where a header further down has the columns in
 * another order. Throws RejectedError.
 */
export const readFile = async (inspected: Inspected, options: ReadOptions): Promise<ReadFile> => {
  const { scratch } = options;
  try {
    return await readOnce(inspected, { ...options, scratch: join(scratch, 'first') }, undefined);
  } catch (error) {
    if (!(error instanceof HeaderReordered)) throw error;
    return await readOnce(inspected, { ...options, scratch: join(scratch, 'second') }, error.line);
  }
};
