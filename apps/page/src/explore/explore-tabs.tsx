import { Tabs } from '../components/tabs.tsx';
import { exploreUrl, type TabName, tabNames } from './tab-names.ts';

const labels: Readonly<Record<TabName, string>> = {
  series: 'Series',
  seasonality: 'Seasonality',
  distributions: 'Distributions',
  correlations: 'Correlations',
  gaps: 'Gaps',
  features: 'Features',
  rows: 'Rows',
  files: 'Files',
};

interface Props {
  readonly dataset: string;
  readonly version: string;
  readonly current: TabName;
}

export const ExploreTabs = ({ dataset, version, current }: Props) => (
  <Tabs
    label="Sides of the feature set"
    tabs={tabNames.map((tab) => ({
      href: exploreUrl(dataset, version, tab),
      label: labels[tab],
      current: tab === current,
    }))}
  />
);
