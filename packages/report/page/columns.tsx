import {
  type ChartTheme,
  describeHistogram,
  describeHourMeans,
  describeMonthMeans,
  describeWeekdayMeans,
  histogramChart,
  hourMeansChart,
  monthMeansChart,
  quantity,
  weekdayMeansChart,
} from '@wattline/charts';
import type { Profile, ValueProfile } from '@wattline/engine/profile';
import { Chart } from './chart.tsx';

const HEIGHT = 230;

const ColumnCharts = ({ column, theme }: { column: ValueProfile; theme: ChartTheme }) => (
  <div class="charts">
    <Chart
      title="Mean by hour of the day"
      description={describeHourMeans(column)}
      height={HEIGHT}
      theme={theme}
      option={(now) => hourMeansChart(column, now)}
    />
    <Chart
      title="Mean by weekday"
      description={describeWeekdayMeans(column)}
      height={HEIGHT}
      theme={theme}
      option={(now) => weekdayMeansChart(column, now)}
    />
    <Chart
      title="Mean by month"
      description={describeMonthMeans(column)}
      height={HEIGHT}
      theme={theme}
      option={(now) => monthMeansChart(column, now)}
    />
    <Chart
      title="Distribution: readings by value"
      description={describeHistogram(column)}
      height={HEIGHT}
      theme={theme}
      option={(now) => histogramChart(column, now)}
    />
  </div>
);

const Body = ({ column, theme }: { column: ValueProfile; theme: ChartTheme }) => {
  const { min, max, unit } = column;
  if (min === null) return <p>No reading has a value.</p>;
  if (min === max) return <p>Always {quantity(min, unit)}.</p>;
  return <ColumnCharts column={column} theme={theme} />;
};

/** Each column of values by itself. */
export const Columns = ({ profile, theme }: { profile: Profile; theme: ChartTheme }) => (
  <>
    {profile.values.map((column, i) => (
      <section key={column.name} aria-labelledby={`column-${i}`}>
        <h2 id={`column-${i}`}>
          {column.name}
          {column.unit !== undefined && <span class="unit"> in {column.unit}</span>}
        </h2>
        <Body column={column} theme={theme} />
      </section>
    ))}
  </>
);
