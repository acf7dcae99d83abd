import '../polars/index.ts';

export { rowFiles } from '../query/row-files.ts';
export { type KnownSets, type KnownVersion, writeKnownSets } from './write-known-sets.ts';
