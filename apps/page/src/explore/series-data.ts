import type { FeatureSet, Series } from '@wattline/api';
import type { SeriesData } from '@wattline/charts';
import type { Profile } from '@wattline/engine/profile';

/** What the chart draws: values of one unit, or made of one column, share a panel. */
export const seriesData = (series: Series, set: FeatureSet, profile: Profile): SeriesData => ({
  entity: series.entity,
  zone: set.zone,
  stepMs: series.stepMs,
  time: series.time,
  columns: series.columns.map((column) => {
    const { source, label = column.name } = set.columns.find(({ name }) => name === column.name) ?? {};
    const unit = profile.values.find(({ name }) => name === source)?.unit;
    return { ...column, name: label, unit, panel: unit ?? source };
  }),
});
