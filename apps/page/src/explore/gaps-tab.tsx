import {
  completenessChart,
  describeCompleteness,
  describeGapTimeline,
  describeMissingByEntity,
  gapEntities,
  gapTimelineChart,
  missingByEntityChart,
} from '@wattline/charts';
import type { Profile } from '@wattline/engine/profile';
import { ChartBox } from '../charts/chart-box.tsx';
import { EmptyState } from '../components/empty-state.tsx';
import { Figures } from '../components/figures.tsx';
import { Panel } from '../components/panel.tsx';
import { countText } from '../text/numbers.ts';
import { GapTable } from './gap-table.tsx';

type Gaps = NonNullable<Profile['gaps']>;

const Timeline = ({ profile, gaps }: { profile: Profile; gaps: Gaps }) => {
  const timeline = { ...profile, gaps };
  return (
    <>
      <Panel title="Where readings are missing">
        <ChartBox
          data={timeline}
          draw={gapTimelineChart}
          description={describeGapTimeline(timeline)}
          heightPx={gapEntities(timeline).length * 30 + 90}
        />
        <GapTable gaps={gaps} />
      </Panel>
      {gaps.entities.length > 1 && (
        <Panel title="Missing readings by entity">
          <ChartBox
            data={gaps}
            draw={missingByEntityChart}
            description={describeMissingByEntity(gaps)}
            heightPx={gaps.entities.length * 24 + 70}
          />
        </Panel>
      )}
    </>
  );
};

export const GapsTab = ({ profile }: { profile: Profile }) => {
  const { gaps } = profile;
  return (
    <>
      {gaps === undefined ? (
        <EmptyState title="Gaps are not known">
          <p>The readings have no regular pace. Name it in the spec, as time.cadence, and replay the run.</p>
        </EmptyState>
      ) : (
        <Figures
          figures={[
            { label: 'pace', value: gaps.cadence, detail: 'between readings' },
            { label: 'gaps', value: countText(gaps.count) },
            { label: 'missing', value: countText(gaps.missing), detail: 'readings' },
          ]}
        />
      )}
      {gaps !== undefined && gaps.count === 0 && (
        <p class="hint">No reading is missing between the first and the last.</p>
      )}
      {gaps !== undefined && gaps.count > 0 && <Timeline profile={profile} gaps={gaps} />}
      <Panel title="Completeness, by column">
        <ChartBox
          data={profile}
          draw={completenessChart}
          description={describeCompleteness(profile)}
          heightPx={(profile.values.length + profile.categories.length) * 26 + 70}
        />
      </Panel>
    </>
  );
};
