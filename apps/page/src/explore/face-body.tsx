import type { FeatureSet } from '@wattline/api';
import type { Profile } from '@wattline/engine/profile';
import { CorrelationsFace } from './correlations-face.tsx';
import { DistributionsFace } from './distributions-face.tsx';
import type { Face } from './faces.ts';
import { FeaturesFace } from './features-face.tsx';
import { FilesFace } from './files-face.tsx';
import { GapsFace } from './gaps-face.tsx';
import { RhythmsFace } from './rhythms-face.tsx';
import { RowsFace } from './rows-face.tsx';
import { SeriesFace } from './series-face.tsx';

interface Props {
  readonly face: Face;
  readonly set: FeatureSet;
  readonly profile: Profile;
}

export const FaceBody = ({ face, set, profile }: Props) => {
  switch (face) {
    case 'series':
      return <SeriesFace set={set} profile={profile} />;
    case 'rhythms':
      return <RhythmsFace profile={profile} />;
    case 'distributions':
      return <DistributionsFace profile={profile} />;
    case 'correlations':
      return <CorrelationsFace profile={profile} />;
    case 'gaps':
      return <GapsFace profile={profile} />;
    case 'features':
      return <FeaturesFace set={set} profile={profile} />;
    case 'rows':
      return <RowsFace set={set} />;
    case 'files':
      return <FilesFace set={set} />;
  }
};
