import { join } from 'node:path';
import pMap from 'p-map';
import { RejectedError } from '../../errors.ts';
import { openCuts, type ReadCut } from '../cuts/open-cuts.ts';
import type { Inspected } from '../inspect/inspect-file.ts';
import { type RangeSize, rowRanges } from '../range.ts';
import { missedTimes } from '../times/time-log.ts';
import { withoutLoggerMarks } from './logger-marks.ts';
import { HeaderReordered } from './other-lines.ts';
import { joinRanges, type RangeRows } from './range-rows.ts';
import { type RangeOptions, readRange } from './read-range.ts';

export interface ReadOptions extends Omit<RangeOptions, 'range' | 'reorderedFrom'> {
  /** How large the ranges are in which the file is read (default: the whole file). */
  readonly rangeSize?: RangeSize | undefined;
  /** The file's cuts, where others have read them. */
  readonly cuts?: readonly ReadCut[] | undefined;
}

/** Reads the whole; again from the start where a header further down has the columns in another order. */
const readWhole = async (inspected: Inspected, options: ReadOptions): Promise<RangeRows> => {
  const { scratch } = options;
  try {
    return await readRange(inspected, { ...options, scratch: join(scratch, 'first') });
  } catch (error) {
    if (!(error instanceof HeaderReordered)) throw error;
    const second = join(scratch, 'second');
    return await readRange(inspected, { ...options, scratch: second, reorderedFrom: error.line });
  }
};

const readAll = async (inspected: Inspected, options: ReadOptions): Promise<RangeRows> => {
  const { rangeSize, cuts = [], scratch, name } = options;
  const { content } = inspected.source;
  const [firstCut, ...otherCuts] = openCuts(inspected, name, cuts);
  if (firstCut !== undefined) return joinRanges([firstCut, ...otherCuts], inspected, options);
  if (rangeSize === undefined) return readWhole(inspected, options);
  const ranges = await (content.kind === 'text'
    ? content.cut(rangeSize)
    : rowRanges(content.height, rangeSize));
  try {
    const [first, ...others] = await pMap(
      ranges,
      (range, index) => readRange(inspected, { ...options, range, scratch: join(scratch, `range-${index}`) }),
      { concurrency: 1 },
    );
    return first === undefined
      ? readWhole(inspected, options)
      : joinRanges([first, ...others], inspected, options);
  } catch (error) {
    if (!(error instanceof HeaderReordered)) throw error;
    return readWhole(inspected, options);
  }
};

/** Reads again where a day on which clocks change lies in two pieces of the file, and one of them alone was misread. */
const readByWholeDays = async (inspected: Inspected, options: ReadOptions): Promise<RangeRows> => {
  const { scratch } = options;
  const rows = await readAll(inspected, { ...options, scratch: join(scratch, 'rows') });
  const known = missedTimes(rows.times, inspected.time.zoned.zone);
  return known === undefined
    ? rows
    : readAll(inspected, { ...options, cuts: undefined, scratch: join(scratch, 'again'), known });
};

/** Reads all rows of a file that was inspected, at once or range by range: both give the same. Throws RejectedError. */
export const readFile = async (inspected: Inspected, options: ReadOptions): Promise<RangeRows> => {
  const rows = await withoutLoggerMarks(await readByWholeDays(inspected, options), inspected);
  if (rows.read > 0) return rows;
  const { name } = options;
  throw new RejectedError('NO_ROWS', `${name} has a header and no readings`, {
    place: { file: name },
    remedy: 'upload a file with at least one reading below the header',
  });
};
