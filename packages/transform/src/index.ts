export { provideHolidays } from '@wattline/features';
export type { FileRow } from './cells/file-rows.ts';
export type { CountedRow, ReadRows, Row } from './cells/read-rows.ts';
export type { EntityHistory } from './history/entity-history.ts';
export type { RegisterState } from './history/usual-steps.ts';
export { openTransform, type RowQuery, type ServedRow, type Transform } from './open-transform.ts';
export type { PackedHistory } from './packed/packed-history.ts';
export type { Reading, Refusal } from './reading.ts';
export type { ColumnHistory } from './rows/row-maker.ts';
