import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { UsageError } from '@wattline/errors';

/** The built page, before and after the place of its content. */
export interface ReportTemplate {
  readonly head: string;
  readonly tail: string;
}

/** Stands where the content goes; the build writes it, once. */
const PLACE = '"wattline report content"';
const built = fileURLToPath(new URL('../dist/report.html', import.meta.url));

/** @throws UsageError where the page was not built */
export const loadReportTemplate = (path: string = built): ReportTemplate => {
  try {
    const [head, tail, ...more] = readFileSync(path, 'utf8').split(PLACE);
    if (head === undefined || tail === undefined || more.length > 0) {
      throw new Error('it does not have one place for the content');
    }
    return { head, tail };
  } catch (cause) {
    throw new UsageError('REPORT_TEMPLATE_MISSING', 'the page of the reports is not built', {
      place: { file: path },
      remedy: 'build it with: npm run build',
      cause,
    });
  }
};
