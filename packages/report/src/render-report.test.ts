import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { loadReportTemplate } from './load-report-template.ts';
import { renderReport } from './render-report.ts';
import { reportContent } from './testing/report-content.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'wattline-report-'));
});
afterAll(() => rm(folder, { recursive: true }));

const embeddedIn = (html: string): string => {
  const from = html.indexOf('id="content">') + 'id="content">'.length;
  return html.slice(from, html.indexOf('</script>', from));
};

test('whatever is in a file, the content stays inside its element and comes out as it was', () => {
  const nasty = '</script><script>alert(1)</script><!-- \u2028\u2029 $& $1 "';
  const content = reportContent({ dataset: nasty });
  const html = renderReport(loadReportTemplate(), content);
  const embedded = embeddedIn(html);
  expect(JSON.parse(embedded)).toEqual(content);
  expect(embedded).not.toMatch(/[<\u2028\u2029]/);
  const { head, tail } = loadReportTemplate();
  expect(html.match(/<script/g)).toEqual((head + tail).match(/<script/g));
});

test('the same content gives the same bytes', () => {
  const template = loadReportTemplate();
  expect(renderReport(template, reportContent())).toBe(renderReport(template, reportContent()));
});

test('the page may load nothing, and run nothing but its own script', () => {
  const { head, tail } = loadReportTemplate();
  expect(head).toContain(`content="default-src 'none'; script-src 'sha256-`);
  expect(head + tail).not.toMatch(/<(link|script|img)[^>]+(href|src)="(?!data:)/);
});

test('a page that is not built, or is no page, is an error with a remedy', async () => {
  const broken = join(folder, 'report.html');
  await writeFile(broken, '<p>no place for content</p>');
  for (const path of [join(folder, 'none.html'), broken]) {
    expect(() => loadReportTemplate(path)).toThrow(
      expect.objectContaining({ code: 'REPORT_TEMPLATE_MISSING', remedy: 'build it with: npm run build' }),
    );
  }
});
