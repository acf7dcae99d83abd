import { useSignal } from '@preact/signals';
import { describeStageTimeline, stageTimelineChart } from '@wattline/charts';
import { useMemo } from 'preact/hooks';
import type { RunReceipt } from '../../../src/api/schemas/index.ts';
import { ChartBox } from '../charts/chart-box.tsx';
import { useInterval } from '../live/use-interval.ts';

const ROW_PX = 34;
const FRAME_PX = 56;

export const TimelineChart = ({ receipt: { stages, uploadedAt, status } }: { receipt: RunReceipt }) => {
  const now = useSignal(Date.now());
  const goesOn = status === 'waiting' || status === 'running';
  useInterval(() => {
    if (goesOn) now.value = Date.now();
  }, 500);
  const until = now.value;
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
