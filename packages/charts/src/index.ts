export { categoryBarsChart, describeCategoryBars } from './category-bars.ts';
export { completenessChart, describeCompleteness } from './completeness.ts';
export { correlatedColumns, correlationsChart, describeCorrelations } from './correlations.ts';
export { describeGapTimeline, type GapTimeline, gapEntities, gapTimelineChart } from './gap-timeline.ts';
export { describeHistogram, histogramChart } from './histogram.ts';
export { describeHourMeans, hourMeansChart } from './hour-means.ts';
export { describeMissingByEntity, missingByEntityChart } from './missing-by-entity.ts';
export { describeMonthMeans, monthMeansChart } from './month-means.ts';
export { count, duration, quantity, share } from './quantity.ts';
export { seriesChart, seriesHeightPx } from './series.ts';
export { type SeriesColumn, type SeriesData, seriesPanels } from './series-data.ts';
export { describeSeries } from './series-text.ts';
export {
  describeStageTimeline,
  type StageTimeline,
  stageTimelineChart,
  type TimelinePart,
  type TimelineStage,
} from './stage-timeline.ts';
export { type ChartTheme, darkTheme, lightTheme } from './theme.ts';
export { describeWeekdayMeans, weekdayMeansChart } from './weekday-means.ts';
