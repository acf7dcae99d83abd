import type { RunReceipt } from '@wattline/api';
import { deferredView } from '../components/deferred-view.tsx';

const TimelineChart = deferredView(async () => (await import('./timeline-chart.tsx')).TimelineChart);

/** When each stage and part was at work. */
export const Timeline = ({ receipt }: { receipt: RunReceipt }) => (
  <div class="timeline">
    <TimelineChart receipt={receipt} />
  </div>
);
