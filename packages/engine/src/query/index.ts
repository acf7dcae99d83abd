import '../polars/index.ts';

/** Reads sealed feature sets and quarantine files: pages, series, entities, exports and differences. */
export type { Column } from './column.ts';
export { csvLine } from './csv-line.ts';
export { readEntities } from './entities.ts';
export { firstCells } from './first-cells.ts';
export type { OpenFeatureSet } from './open-feature-set.ts';
export {
  type QuarantinedRow,
  quarantineColumns,
  readQuarantine,
  writeQuarantineCsv,
} from './quarantine-rows.ts';
export { readRows } from './read-rows.ts';
export { readSeries } from './read-series.ts';
export type { RowFile, RowFilter } from './row-files.ts';
export { rowsCsv } from './rows-csv.ts';
export { readSpan, type Span } from './span.ts';
export { versionDifference } from './version-difference.ts';
