export { encodedColumns } from './encoded-columns.ts';
export { EncodedColumn, Encoding } from './encoding.ts';
export { fitSet } from './fit-set.ts';
export { plannedEncodings } from './planned-encodings.ts';
