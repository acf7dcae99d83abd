import { useSignal } from '@preact/signals';
import type { FeatureSet, Series } from '@wattline/api';
import {
  type ChartTheme,
  describeSeries,
  type SeriesData,
  seriesChart,
  seriesPanels,
} from '@wattline/charts';
import type { Profile } from '@wattline/engine/profile';
import { zoneLabels } from '@wattline/time-zones/labels';
import type { EChartsOption } from 'echarts';
import { useMemo, useRef } from 'preact/hooks';
import { ChartBox } from '../charts/chart-box.tsx';
import type { DrawnChart } from '../charts/open-chart.ts';
import { EmptyState } from '../components/empty-state.tsx';
import { ProblemNote } from '../components/problem-note.tsx';
import { durationText } from '../text/numbers.ts';
import { refinedSeries } from './refined-series.ts';
import { seriesData } from './series-data.ts';
import { moved, type Span, spanChoices, zoomedTo } from './span.ts';
import { type AskSeries, useFinerSeries } from './use-finer-series.ts';

interface Props {
  readonly set: FeatureSet;
  readonly profile: Profile;
  readonly whole: Series;
  readonly firstSpanMs?: number;
  readonly ask: AskSeries;
}

const PANEL_PX = 230;
const FRAME_PX = 100;

interface ZoomState {
  readonly startValue?: number;
  readonly endValue?: number;
}

/** A finger that moves over the chart scrolls the page. */
const touched = matchMedia('(pointer: coarse)');

/** With the axis of values fitted to what is seen. */
const drawSeries = (data: SeriesData, theme: ChartTheme): EChartsOption => {
  const { dataZoom = [], ...option } = seriesChart(data, theme);
  const fitted = [dataZoom].flat().map((zoom) => ({
    ...zoom,
    filterMode: 'filter' as const,
    ...(zoom.type === 'inside' && { disabled: touched.matches }),
  }));
  return { ...option, dataZoom: fitted };
};

const seenOf = (chart: DrawnChart, all: Span): Span => {
  const [zoom] = (chart.getOption() as { dataZoom?: ZoomState[] }).dataZoom ?? [];
  return { from: zoom?.startValue ?? all.from, to: zoom?.endValue ?? all.to };
};

export const SeriesChart = ({ set, profile, whole, firstSpanMs, ask }: Props) => {
  const all: Span = { from: whole.time[0] ?? 0, to: whole.time.at(-1) ?? 0 };
  const first = firstSpanMs === undefined ? all : zoomedTo(firstSpanMs, all, all);
  const seen = useSignal<Span>(first);
  const chart = useRef<DrawnChart | undefined>(undefined);
  // Where the reader came to rest: the chart zooms by itself, it is drawn again only then.
  const rested = useSignal<Span>(first);
  const { fine, busy, failure, look } = useFinerSeries(whole, ask, (span) => {
    rested.value = span;
  });
  const refined = fine.value;
  const { from: seenFrom, to: seenTo } = seen.value;
  const zoom = rested.value;
  const data = useMemo(
    () => ({ ...seriesData(refinedSeries(whole, refined), set, profile), zoom }),
    [whole, refined, set, profile, zoom],
  );
  const description = useMemo(() => describeSeries(data), [data]);
  if (whole.time.length === 0) {
    return (
      <EmptyState title="No values in this span">
        <p>Choose another entity or other columns.</p>
      </EmptyState>
    );
  }
  const show = ({ from, to }: Span): void =>
    chart.current?.dispatchAction({ type: 'dataZoom', startValue: from, endValue: to });
  const onOpen = (opened: DrawnChart): void => {
    chart.current = opened;
    opened.on('datazoom', () => {
      seen.value = seenOf(opened, all);
      look(seen.value);
    });
    if (firstSpanMs !== undefined) look(first);
  };
  const labels = zoneLabels(set.zone);
  const spanMs = seenTo - seenFrom;
  return (
    <>
      <div class="zoom-bar" role="toolbar" aria-label="Zoom">
        <button type="button" onClick={() => show(all)}>
          All
        </button>
        {spanChoices
          .filter(({ ms }) => ms < all.to - all.from)
          .toReversed()
          .map(({ label, ms }) => (
            <button key={label} type="button" onClick={() => show(zoomedTo(ms, seen.value, all))}>
              {label}
            </button>
          ))}
        <button type="button" aria-label="Earlier" onClick={() => show(moved(-1, seen.value, all))}>
          ←
        </button>
        <button type="button" aria-label="Later" onClick={() => show(moved(1, seen.value, all))}>
          →
        </button>
        <button
          type="button"
          aria-label="Closer"
          onClick={() => show(zoomedTo(spanMs / 2, { from: seenFrom, to: seenTo }, all))}
        >
          +
        </button>
        <button
          type="button"
          aria-label="Farther"
          onClick={() => show(zoomedTo(spanMs * 2, { from: seenFrom, to: seenTo }, all))}
        >
          −
        </button>
        <p class="zoom-span" role="status">
          {labels.instant(seenFrom)} – {labels.instant(seenTo)}
          <span class="zoom-step" data-busy={busy.value}>
            {' '}
            one point every {durationText(refined === undefined ? whole.stepMs : refined.stepMs)}
          </span>
        </p>
      </div>
      {failure.value !== undefined && <ProblemNote failure={failure.value} retry={() => look(seen.value)} />}
      <ChartBox
        data={data}
        draw={drawSeries}
        description={description}
        heightPx={seriesPanels(data).length * PANEL_PX + FRAME_PX}
        keepZoom
        onOpen={onOpen}
      />
    </>
  );
};
