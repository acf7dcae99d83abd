import { type ZoneLabels, zoneLabels } from '@wattline/time-zones/labels';
import { quantity } from './quantity.ts';
import type { SeriesData } from './series-data.ts';

/** What a tooltip shows of one step. */
export const pointText = (data: SeriesData, labels: ZoneLabels, i: number): string => {
  const at = data.time[i];
  if (at === undefined) return '';
  const lines = data.columns.map(({ name, unit, mean, min, max }) => {
    const [value, low, high] = [mean[i] ?? null, min?.[i] ?? null, max?.[i] ?? null];
    if (value === null) return `${name}: no value`;
    const band = low === null || high === null ? '' : ` (${quantity(low)} to ${quantity(high)})`;
    return `${name}: ${quantity(value, unit)}${band}`;
  });
  return [`${labels.instant(at)} (${data.zone})`, ...lines].join('\n');
};

/** The series in words, for those who do not see the chart. */
export const describeSeries = (data: SeriesData): string => {
  const labels = zoneLabels(data.zone);
  const [first, last] = [data.time[0], data.time.at(-1)];
  if (first === undefined || last === undefined) return `No values of ${data.entity} in this span.`;
  const parts = data.columns.map(({ name, unit, mean, min, max }) => {
    const given = (values: readonly (number | null)[]) => values.filter((value) => value !== null);
    const [lows, highs] = [given(min ?? mean), given(max ?? mean)];
    if (lows.length === 0) return `${name}: no values.`;
    const least = lows.reduce((a, b) => Math.min(a, b));
    const most = highs.reduce((a, b) => Math.max(a, b));
    return `${name}: between ${quantity(least, unit)} and ${quantity(most, unit)}.`;
  });
  return `${data.entity}, from ${labels.instant(first)} to ${labels.instant(last)} (${data.zone}). ${parts.join(' ')}`;
};
