import type { StageName } from '@wattline/api';
import { HISTORY_MS, pipelineHistory } from '../live/pipeline-history.ts';

const WIDTH = 200;
const HEIGHT = 28;

/** A stepped line: the value holds until the next moment. */
const stepPath = (points: readonly (readonly [x: number, y: number])[]): string =>
  `${points.map(([x, y], i) => (i === 0 ? `M${x} ${y}` : `H${x}V${y}`)).join('')}H${WIDTH}`;

/** What the stage had to do over the last minutes, waiting and in flight. Decoration: its numbers are above it. */
export const LoadLine = ({ stage }: { stage: StageName }) => {
  const moments = pipelineHistory.value;
  const now = moments.at(-1)?.at ?? 0;
  const most = Math.max(1, ...moments.map(({ load }) => load[stage] ?? 0));
  const points = moments.map(
    ({ at, load }) =>
      [
        Math.round(WIDTH * (1 - (now - at) / HISTORY_MS)),
        Math.round((HEIGHT - 2) * (1 - (load[stage] ?? 0) / most)) + 1,
      ] as const,
  );
  return (
    <svg class="load-line" viewBox={`0 0 ${WIDTH} ${HEIGHT}`} preserveAspectRatio="none" aria-hidden="true">
      <path class="load-line-base" d={`M0 ${HEIGHT - 1}H${WIDTH}`} />
      {points.length > 0 && <path class="load-line-load" d={stepPath([[0, HEIGHT - 1], ...points])} />}
    </svg>
  );
};
