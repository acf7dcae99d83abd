import '../polars/index.ts';

export { outcomeOf, outcomeWords, tryEdits } from './outcome.ts';
export type {
  CellTable,
  Choice,
  DecidedFrom,
  FilePreview,
  OpenQuestion,
  PreviewColumn,
  PreviewError,
} from './preview.ts';
export { type PreviewOptions, previewFile } from './preview-file.ts';
