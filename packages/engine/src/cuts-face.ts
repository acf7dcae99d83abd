// How a text is read in cuts, for those who hand them out: without Polars.
export { Cut, CutRead } from './ingest/cuts/cut-read.ts';
export { mendCuts, type WrongCut } from './ingest/cuts/mend-cuts.ts';
export type { ReadCut } from './ingest/cuts/open-cuts.ts';
export { spansOf } from './ingest/cuts/spans-of.ts';
export { ENGINE_VERSION } from './version.ts';
