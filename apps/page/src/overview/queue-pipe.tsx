import type { StageName } from '@wattline/api';
import { compactText } from '../text/numbers.ts';

interface Props {
  readonly stage: StageName;
  readonly waiting: number;
  readonly moving: boolean;
}

/** More ticks than this look alike; the number beside them says how many there are. */
const MOST_TICKS = 12;

/** The queue in front of a stage: one tick a message. */
export const QueuePipe = ({ stage, waiting, moving }: Props) => (
  <a class={moving ? 'pipe pipe-moving' : 'pipe'} href={`/queues/${stage}`}>
    <span class="visually-hidden">{`queue ${stage}: `}</span>
    <span class="pipe-count">{compactText(waiting)}</span>
    <span class="pipe-words">waiting</span>
    <span class="pipe-line" aria-hidden="true">
      {Array.from({ length: Math.min(waiting, MOST_TICKS) }, (_, i) => (
        <span key={i} class="pipe-tick" />
      ))}
    </span>
  </a>
);
