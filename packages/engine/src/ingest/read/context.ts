import type { NoReadings } from '../source.ts';
import type { TimeReading } from '../times/parse-times.ts';
import type { Entities } from './entities.ts';
import type { Layout } from './layout.ts';

/** What is needed to read rows: which field is what, and how its cells are written. */
export interface Context {
  readonly layout: Layout;
  readonly time: TimeReading;
  readonly entities: Entities;
  /** Lines of a text that are no readings. */
  readonly noReadings?: NoReadings | undefined;
  /** Whether the file has further headers with its columns in another order. */
  readonly reordered: boolean;
}
