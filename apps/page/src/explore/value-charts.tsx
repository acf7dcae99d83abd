import {
  describeHourMeans,
  describeMonthMeans,
  describeWeekdayMeans,
  hourMeansChart,
  monthMeansChart,
  weekdayMeansChart,
} from '@wattline/charts';
import type { ValueProfile } from '@wattline/engine/profile';
import { ChartBox } from '../charts/chart-box.tsx';
import { Panel } from '../components/panel.tsx';

const HEIGHT_PX = 190;

/** One column's means over the day, the week and the year, local time. */
export const ValueCharts = ({ value }: { value: ValueProfile }) => (
  <Panel title={value.unit === undefined ? value.name : `${value.name}, ${value.unit}`}>
    <div class="chart-row chart-row-seasonality">
      <figure>
        <figcaption>by hour</figcaption>
        <ChartBox
          data={value}
          draw={hourMeansChart}
          description={describeHourMeans(value)}
          heightPx={HEIGHT_PX}
        />
      </figure>
      <figure>
        <figcaption>by weekday</figcaption>
        <ChartBox
          data={value}
          draw={weekdayMeansChart}
          description={describeWeekdayMeans(value)}
          heightPx={HEIGHT_PX}
        />
      </figure>
      <figure>
        <figcaption>by month</figcaption>
        <ChartBox
          data={value}
          draw={monthMeansChart}
          description={describeMonthMeans(value)}
          heightPx={HEIGHT_PX}
        />
      </figure>
    </div>
  </Panel>
);
