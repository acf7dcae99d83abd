import type { EChartsOption } from 'echarts';
import { categoryAxis, chartFrame, pointedIndex, tooltip, valueAxis } from './frame.ts';
import { laid } from './lanes.ts';
import { duration } from './quantity.ts';
import type { ChartTheme } from './theme.ts';

export interface TimelinePart {
  readonly part: number;
  readonly status: 'waiting' | 'running' | 'done' | 'failed';
  readonly attempts: number;
  /** ISO 8601 instants. */
  readonly startedAt?: string | undefined;
  readonly finishedAt?: string | undefined;
}

export interface TimelineStage {
  readonly stage: string;
  readonly status: 'waiting' | 'running' | 'done' | 'failed' | 'rejected';
  readonly parts: readonly TimelinePart[];
}

export interface StageTimeline {
  readonly stages: readonly TimelineStage[];
  /** The chart's zero: when the file had arrived. */
  readonly uploadedAt: string;
  /** Ends what is still running, epoch ms. */
  readonly now: number;
}

interface Bar {
  readonly stage: string;
  readonly row: number;
  readonly lane: number;
  readonly lanes: number;
  readonly part: TimelinePart;
  readonly status: TimelineStage['status'];
  /** ms since the upload. */
  readonly from: number;
  readonly to: number;
}

/** A part as long as it took, stages one below the other, parts of one time in lanes. */
export const stageBars = ({ stages, uploadedAt, now }: StageTimeline): Bar[] => {
  const zero = Date.parse(uploadedAt);
  return stages.flatMap(({ stage, status, parts }, row) => {
    const spans = parts.flatMap((part) => {
      if (part.startedAt === undefined) return [];
      const from = Date.parse(part.startedAt) - zero;
      const to = (part.finishedAt === undefined ? now : Date.parse(part.finishedAt)) - zero;
      return [{ part, from, to: Math.max(to, from) }];
    });
    const { lanes, items } = laid(spans);
    return items.map(({ item, lane }) => ({
      stage,
      row,
      lane,
      lanes,
      part: item.part,
      // A stage that rejected the file has no part that failed.
      status: status === 'rejected' && item.part.status !== 'done' ? ('rejected' as const) : item.part.status,
      from: item.from,
      to: item.to,
    }));
  });
};

const barText = ({ stage, part, status, from, to }: Bar, alone: boolean): string => {
  const name = alone ? stage : `${stage}, part ${part.part}`;
  const again = part.attempts > 1 ? `\n${part.attempts} attempts` : '';
  return `${name}: ${status}\n${duration(to - from)}, from ${duration(from)} after the upload${again}`;
};

/** What happened when in one run. */
export const stageTimelineChart = (timeline: StageTimeline, theme: ChartTheme): EChartsOption => {
  const bars = stageBars(timeline);
  return {
    ...chartFrame(theme),
    animation: false,
    grid: { left: 4, right: 24, top: 4, bottom: 4, outerBoundsMode: 'same' },
    tooltip: {
      ...tooltip(theme),
      trigger: 'item',
      formatter: (params: unknown) => {
        const bar = bars[pointedIndex(params) ?? -1];
        return bar === undefined ? '' : barText(bar, (timeline.stages[bar.row]?.parts.length ?? 1) === 1);
      },
    },
    xAxis: {
      ...valueAxis(theme),
      min: 0,
      max: bars.reduce((most, { to }) => Math.max(most, to), 1),
      axisLabel: { color: theme.mutedText, hideOverlap: true, formatter: (ms: number) => duration(ms) },
    },
    yAxis: {
      ...categoryAxis(
        theme,
        timeline.stages.map(({ stage }) => stage),
      ),
      inverse: true,
      axisLabel: { color: theme.text },
    },
    series: [
      {
        type: 'custom',
        encode: { x: [0, 1], y: 2 },
        data: bars.map(({ from, to, row, lane, lanes }) => [from, to, row, lane, lanes]),
        renderItem: (params, api) => {
          const [x = 0, middle = 0] = api.coord([api.value(0), api.value(2)]);
          const [right = 0] = api.coord([api.value(1), api.value(2)]);
          const [lane, lanes] = [Number(api.value(3)), Number(api.value(4))];
          const size = api.size?.([0, 1]);
          const room = ((Array.isArray(size) ? size[1] : size) ?? 30) * 0.7;
          const height = room / lanes;
          const gap = height > 6 ? 2 : 0;
          const bar = bars[params.dataIndex];
          return {
            type: 'rect',
            shape: {
              x,
              y: middle - room / 2 + lane * height,
              width: Math.max(right - x, 2),
              height: Math.max(height - gap, 1),
              r: height > 8 ? 3 : 0,
            },
            style: { fill: theme.status[bar?.status ?? 'waiting'] },
          };
        },
      },
    ],
  };
};

export const describeStageTimeline = (timeline: StageTimeline): string => {
  const bars = stageBars(timeline);
  const parts = timeline.stages.map(({ stage, status, parts }) => {
    const own = bars.filter((bar) => bar.stage === stage);
    const first = own.reduce((least, { from }) => Math.min(least, from), Number.POSITIVE_INFINITY);
    const last = own.reduce((most, { to }) => Math.max(most, to), 0);
    const times = own.length === 0 ? '' : `, from ${duration(first)} to ${duration(last)} after the upload`;
    return `${stage}: ${status}${parts.length > 1 ? `, ${parts.length} parts` : ''}${times}`;
  });
  return `${parts.join('; ')}.`;
};
