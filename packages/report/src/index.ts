export { loadReportTemplate, type ReportTemplate } from './load-report-template.ts';
export { packedSeries } from './packed-series.ts';
export { renderReport } from './render-report.ts';
export type { ReportColumn, ReportContent } from './report-content.ts';
