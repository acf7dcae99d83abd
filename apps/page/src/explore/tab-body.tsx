import type { FeatureSet } from '@wattline/api';
import type { Profile } from '@wattline/engine/profile';
import { CorrelationsTab } from './correlations-tab.tsx';
import { DistributionsTab } from './distributions-tab.tsx';
import { FeaturesTab } from './features-tab.tsx';
import { FilesTab } from './files-tab.tsx';
import { GapsTab } from './gaps-tab.tsx';
import { RowsTab } from './rows-tab.tsx';
import { SeasonalityTab } from './seasonality-tab.tsx';
import { SeriesTab } from './series-tab.tsx';
import type { TabName } from './tab-names.ts';

interface Props {
  readonly tab: TabName;
  readonly set: FeatureSet;
  readonly profile: Profile;
}

export const TabBody = ({ tab, set, profile }: Props) => {
  switch (tab) {
    case 'series':
      return <SeriesTab set={set} profile={profile} />;
    case 'seasonality':
      return <SeasonalityTab profile={profile} />;
    case 'distributions':
      return <DistributionsTab profile={profile} />;
    case 'correlations':
      return <CorrelationsTab profile={profile} />;
    case 'gaps':
      return <GapsTab profile={profile} />;
    case 'features':
      return <FeaturesTab set={set} profile={profile} />;
    case 'rows':
      return <RowsTab set={set} />;
    case 'files':
      return <FilesTab set={set} />;
  }
};
