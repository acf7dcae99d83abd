export const tabNames = [
  'series',
  'seasonality',
  'distributions',
  'correlations',
  'gaps',
  'features',
  'rows',
  'files',
] as const;
export type TabName = (typeof tabNames)[number];

/** Links from before the tab was renamed still lead to it. */
const formerly: Readonly<Record<string, TabName>> = { rhythms: 'seasonality' };

export const tabOf = (text = 'series'): TabName =>
  tabNames.find((tab) => tab === text) ?? formerly[text] ?? 'series';

export const exploreUrl = (dataset: string, version: string, tab: TabName): string =>
  `/explore/${encodeURIComponent(dataset)}/${encodeURIComponent(version)}${tab === 'series' ? '' : `/${tab}`}`;
