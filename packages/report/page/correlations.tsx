import {
  type ChartTheme,
  correlatedColumns,
  correlationsChart,
  describeCorrelations,
} from '@wattline/charts';
import type { Profile } from '@wattline/engine/profile';
import { Chart } from './chart.tsx';

export const Correlations = ({ profile, theme }: { profile: Profile; theme: ChartTheme }) => {
  const columns = correlatedColumns(profile).length;
  if (columns < 2) return null;
  return (
    <section aria-labelledby="correlations">
      <h2 id="correlations">Correlations</h2>
      <p class="note">
        Pearson’s r: 1 where two columns rise together, −1 where one falls as the other rises, 0 where a line
        says nothing. It is no cause.
      </p>
      <Chart
        description={describeCorrelations(profile)}
        maxWidth={160 + columns * 120}
        height={Math.min(150 + columns * 44, 720)}
        theme={theme}
        option={(now, widthPx) => correlationsChart(profile, now, widthPx)}
      />
    </section>
  );
};
