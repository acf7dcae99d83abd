import {
  type ChartTheme,
  describeGapTimeline,
  describeMissingByEntity,
  gapEntities,
  gapTimelineChart,
  missingByEntityChart,
} from '@wattline/charts';
import type { Profile } from '@wattline/engine/profile';
import { Chart } from './chart.tsx';

export const Gaps = ({ profile, theme }: { profile: Profile; theme: ChartTheme }) => {
  const { gaps } = profile;
  if (gaps === undefined || gaps.count === 0) return null;
  const timeline = { ...profile, gaps };
  return (
    <section aria-labelledby="gaps">
      <h2 id="gaps">Gaps</h2>
      <p class="note">{describeGapTimeline(timeline)}</p>
      <Chart
        title="The longest gaps"
        description={describeGapTimeline(timeline)}
        height={60 + gapEntities(timeline).length * 28}
        theme={theme}
        option={(now) => gapTimelineChart(timeline, now)}
      />
      {gaps.entities.length > 1 && (
        <Chart
          title="Missing readings by entity"
          description={describeMissingByEntity(gaps)}
          height={50 + gaps.entities.length * 26}
          theme={theme}
          option={(now) => missingByEntityChart(gaps, now)}
        />
      )}
    </section>
  );
};
