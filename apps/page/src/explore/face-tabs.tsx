import { Tabs } from '../parts/tabs.tsx';
import { exploreUrl, type Face, faces } from './faces.ts';

const labels: Readonly<Record<Face, string>> = {
  series: 'Series',
  rhythms: 'Rhythms',
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
  readonly current: Face;
}

export const FaceTabs = ({ dataset, version, current }: Props) => (
  <Tabs
    label="Sides of the feature set"
    tabs={faces.map((face) => ({
      href: exploreUrl(dataset, version, face),
      label: labels[face],
      current: face === current,
    }))}
  />
);
