import { useSignal } from '@preact/signals';
import type { RunReceipt } from '@wattline/api';
import { describeStageTimeline, stageTimelineChart } from '@wattline/charts';
import { useMemo } from 'preact/hooks';
import { ChartBox } from '../charts/chart-box.tsx';
import { useInterval } from '../live/use-interval.ts';
import { isGoingOn } from '../runs/is-going-on.ts';

const ROW_PX = 34;
const FRAME_PX = 56;

/** When an ended run was last heard of. */
const lastKnown = (stages: RunReceipt['stages'], uploadedAt: string): number =>
  Math.max(
    ...[uploadedAt, ...stages.flatMap(({ startedAt, finishedAt }) => [startedAt, finishedAt])].flatMap(
      (at) => (at === undefined ? [] : [Date.parse(at)]),
    ),
  );

export const TimelineChart = ({ receipt: { stages, uploadedAt, status } }: { receipt: RunReceipt }) => {
  const now = useSignal(Date.now());
  const goesOn = isGoingOn(status);
  useInterval(() => {
    if (goesOn) now.value = Date.now();
  }, 500);
  const until = goesOn ? now.value : lastKnown(stages, uploadedAt);
  const timeline = useMemo(() => ({ stages, uploadedAt, now: until }), [stages, uploadedAt, until]);
  return (
    <ChartBox
      data={timeline}
      draw={stageTimelineChart}
      description={describeStageTimeline(timeline)}
      heightPx={stages.length * ROW_PX + FRAME_PX}
    />
  );
};
