import '../polars/index.ts';

/** Reads sealed feature sets and quarantine files: pages, series, entities, exports and differences. */
export type { Column } from './column.ts';
export { csvLine } from './csv-line.ts';
export { attributeChanges } from './difference/attribute-changes.ts';
export type { AttributedChange, Cause, RowCause, UseReadings } from './difference/cause.ts';
export type { Versions } from './difference/open-pair.ts';
export { readAttributed } from './difference/read-attributed.ts';
export { type ChangeCursor, type ChangeFilter, readChanges } from './difference/read-changes.ts';
export type { CellChange, RowChange } from './difference/row-change.ts';
export { versionDifference } from './difference/version-difference.ts';
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
