import { loadReportTemplate, type ReportContent, renderReport } from '@wattline/report';
import type { Stores } from '../backend.ts';
import { featureSetPlaces } from '../feature-set.ts';

/** Whether a version has a report; one of before reports were made has none. */
export const hasReport = async (
  { results }: Pick<Stores, 'results'>,
  dataset: string,
  version: string,
): Promise<boolean> => {
  const places = featureSetPlaces(dataset, version);
  for (const name of ['report.html', 'report.json'])
    if ((await results.head(places.file(name).key)) !== undefined) return true;
  return false;
};

/** The report of a version: of older ones the content alone stays, and this release's page shows it. */
export const readReport = async (
  { results }: Pick<Stores, 'results'>,
  dataset: string,
  version: string,
): Promise<string | undefined> => {
  const places = featureSetPlaces(dataset, version);
  const textOf = async (name: string): Promise<string | undefined> => {
    const found = await results.get(places.file(name).key);
    return found && new TextDecoder().decode(found.body);
  };
  const page = await textOf('report.html');
  if (page !== undefined) return page;
  const content = await textOf('report.json');
  return content && renderReport(loadReportTemplate(), JSON.parse(content) as ReportContent);
};
