import type { ReportTemplate } from './load-report-template.ts';
import type { ReportContent } from './report-content.ts';

/** JSON inside a `<script>`: no text of it can end the element or begin another, whatever a user's file has. */
const embedded = (content: ReportContent): string =>
  JSON.stringify(content)
    .replaceAll('<', '\\u003c')
    .replaceAll('\u2028', '\\u2028')
    .replaceAll('\u2029', '\\u2029');

/** One self-contained HTML file; the same content gives the same bytes. */
export const renderReport = ({ head, tail }: ReportTemplate, content: ReportContent): string =>
  head + embedded(content) + tail;
