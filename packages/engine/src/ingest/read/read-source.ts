import { setImmediate } from 'node:timers/promises';
import pl, { type DataFrame } from 'nodejs-polars';
import type { Range } from '../range.ts';
import type { FrameContent, Source, TextContent } from '../source.ts';
import type { Context } from './context.ts';
import { LINE } from './fields.ts';
import { placing, unitFields } from './layout.ts';
import type { OtherLines } from './other-lines.ts';
import { openChunk, readChunk, readFrame } from './read-chunk.ts';

/** Takes what was read, chunk by chunk. */
export interface Sink {
  /** `sequence` orders the chunks. */
  readonly rows: (sequence: number, rows: DataFrame) => Promise<void>;
  readonly refused: (rows: DataFrame | undefined) => Promise<void>;
  /** Cells that were emptied, of rows that stay. */
  readonly cells: (cells: DataFrame | undefined) => Promise<void>;
  /** Lines that are no readings. */
  readonly others: (lines: readonly OtherLines[]) => void;
}

interface Stretch {
  /** Default: the whole. */
  readonly range?: Range | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** How much was read. */
interface ReadAmount {
  readonly rows: number;
  /** Of the file; of what has no lines: rows. */
  readonly lines: number;
}

/** Chunks in flight: one is read by Polars while another is put together. */
const CONCURRENCY = 2;

const readText = async (
  content: TextContent,
  context: Context,
  sink: Sink,
  { range, signal }: Stretch,
): Promise<ReadAmount> => {
  const firstLine = content.firstLine() + (range?.linesBefore ?? 0);
  let line = firstLine;
  let read = 0;
  let sequence = 0;
  const inFlight = new Set<Promise<void>>();
  const failures: unknown[] = [];
  const fail = (): void => {
    if (failures.length > 0) {
      throw failures[0];
    }
  };
  const finish = async (work: ReturnType<typeof readChunk>, order: number): Promise<void> => {
    const done = await work;
    read += done.read;
    await sink.refused(done.refused);
    await sink.cells(done.cells);
    sink.others(done.others);
    await sink.rows(order, done.rows);
  };
  try {
    for await (const chunk of content.chunks({ line: () => line, reordered: context.reordered, range })) {
      signal?.throwIfAborted();
      const opened = openChunk(chunk, context);
      const work: Promise<void> = finish(readChunk(opened, line, context), sequence)
        .catch((error: unknown) => {
          failures.push(error);
        })
        .finally(() => {
          chunk.release();
          inFlight.delete(work);
        });
      inFlight.add(work);
      line += opened.lines;
      sequence += 1;
      if (inFlight.size >= CONCURRENCY) {
        await Promise.race(inFlight);
      }
      fail();
      await setImmediate();
    }
    await Promise.all(inFlight);
    fail();
  } finally {
    await Promise.allSettled(inFlight);
  }
  return { rows: read, lines: line - firstLine };
};

const readFrames = async (
  content: FrameContent,
  context: Context,
  sink: Sink,
  { range, signal }: Stretch,
): Promise<ReadAmount> => {
  const { layout } = context;
  const purposes: [readonly number[], string][] = [
    [layout.time, 'the timestamps'],
    [layout.entity, 'the entities'],
    [placing(layout), 'the zones and passes of the timestamps'],
    [unitFields(layout), 'units'],
    [layout.values.map((value) => value.index), 'values'],
    [layout.categories.map((category) => category.index), 'categories'],
  ];
  for (const [indexes, purpose] of purposes) {
    for (const index of indexes) {
      content.refuseUnfit(index, purpose);
    }
  }
  const fields = [...new Set(purposes.flatMap(([indexes]) => indexes))].sort((a, b) => a - b);
  let sequence = 0;
  for await (const { frame, firstRow } of content.frames(fields, range)) {
    signal?.throwIfAborted();
    const numbered = frame.withRowIndex(LINE, firstRow).withColumn(pl.col(LINE).cast(pl.UInt32));
    const done = await readFrame(numbered, context);
    await sink.refused(done.refused);
    await sink.cells(done.cells);
    await sink.rows(sequence, done.rows);
    sequence += 1;
  }
  const rows = range === undefined ? content.height : range.to - range.from;
  return { rows, lines: rows };
};

/** Reads the rows of a source, all or those of one range; gives how much that was. Throws RejectedError. */
export const readSource = (
  { content }: Source,
  context: Context,
  sink: Sink,
  stretch: Stretch,
): Promise<ReadAmount> =>
  content.kind === 'text'
    ? readText(content, context, sink, stretch)
    : readFrames(content, context, sink, stretch);
