import type { FeatureSet } from '@wattline/api';
import type { Profile } from '@wattline/engine/profile';
import { Figures } from '../components/figures.tsx';
import { countText } from '../text/numbers.ts';
import { utcDayText } from '../text/times.ts';

export const SetFacts = ({ set, profile }: { set: FeatureSet; profile: Profile | undefined }) => (
  <section aria-label="The feature set in numbers">
    <Figures
      figures={[
        { label: 'feature rows', value: countText(set.rows), detail: `every ${set.interval}` },
        { label: 'columns', value: countText(set.columns.length) },
        { label: set.entities === 1 ? 'entity' : 'entities', value: countText(set.entities) },
        ...(set.from !== undefined && set.to !== undefined
          ? [{ label: 'from', value: utcDayText(set.from), detail: `to ${utcDayText(set.to)}` }]
          : []),
        ...(profile === undefined
          ? []
          : [{ label: 'readings', value: countText(profile.rows), detail: `local time: ${set.zone}` }]),
      ]}
    />
  </section>
);
