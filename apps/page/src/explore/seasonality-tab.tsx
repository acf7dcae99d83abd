import type { Profile } from '@wattline/engine/profile';
import { ShownFirst } from '../components/shown-first.tsx';
import { ValueCharts } from './value-charts.tsx';

const FIRST = 8;

export const SeasonalityTab = ({ profile: { values } }: { profile: Profile }) => (
  <ShownFirst items={values} first={FIRST} what="columns">
    {(value) => <ValueCharts key={value.name} value={value} />}
  </ShownFirst>
);
