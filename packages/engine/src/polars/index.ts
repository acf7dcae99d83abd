import { createRequire } from 'node:module';
import { lightenExpressions } from './light-expressions.ts';
import { lightenFrames } from './light-frames.ts';
import { lightenSeries } from './light-series.ts';

/** The one release of the binding whose private factories the files beside this one replace. */
const REPLACED = '0.26.1';

const { version } = createRequire(import.meta.url)('nodejs-polars/package.json') as { version: string };

// The same results, a quarter less processor time for a run of the reference data. Any other release works as it comes,
// and more slowly, until these files are read against it. Without a top-level await: other modules would be evaluated
// in the meantime, and make their expressions the slow way.
if (version === REPLACED) {
  lightenExpressions();
  lightenFrames();
  lightenSeries();
}
