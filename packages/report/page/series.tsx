import {
  type ChartTheme,
  describeSeries,
  type SeriesData,
  seriesChart,
  seriesHeightPx,
  seriesPanels,
} from '@wattline/charts';
import type { EChartsOption } from 'echarts';
import { useMemo } from 'preact/hooks';
import type { ReportContent } from '../src/report-content.ts';
import { Chart } from './chart.tsx';
import { seriesData, seriesNote } from './series-data.ts';

/** A wheel or a finger that moves over the chart scrolls the report. */
const drawSeries = (data: SeriesData, theme: ChartTheme): EChartsOption => {
  const { dataZoom = [], ...option } = seriesChart(data, theme);
  const quiet = [dataZoom].flat().map((zoom) => ({ ...zoom, disabled: zoom.type === 'inside' }));
  return { ...option, dataZoom: quiet };
};

/** Values over time. One point alone has no time to go over. */
export const Series = ({ content, theme }: { content: ReportContent; theme: ChartTheme }) => {
  const { series, profile } = content;
  const data = useMemo(() => series && seriesData(series, content), [series, content]);
  if (series === undefined || data === undefined || data.time.length < 2) return null;
  return (
    <section aria-labelledby="series">
      <h2 id="series">Over time</h2>
      <p class="note">{seriesNote(series, profile.entities)} The slider below the chart zooms.</p>
      <Chart
        description={describeSeries(data)}
        height={seriesHeightPx(seriesPanels(data).length)}
        theme={theme}
        option={(now) => drawSeries(data, now)}
      />
    </section>
  );
};
