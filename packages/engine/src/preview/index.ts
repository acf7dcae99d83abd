import '../polars/index.ts';

export { type ColumnExplanation, explainColumn } from './explain-column.ts';
export { layOutFile } from './lay-out-file.ts';
export type {
  CellTable,
  Choice,
  DecidedFrom,
  FilePreview,
  OpenQuestion,
  PreviewColumn,
  PreviewError,
} from './preview.ts';
export { previewFile } from './preview-file.ts';
export type { PreviewOptions } from './preview-options.ts';
export { type FileSurvey, type SurveyOptions, surveyFile } from './survey-file.ts';
