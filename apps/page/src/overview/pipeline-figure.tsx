import type { Pipeline } from '@wattline/api';
import { StageCard } from './stage-card.tsx';

/** The chain as it is: four stages, and between them the queues that they take from. */
export const PipelineFigure = ({ stages }: Pick<Pipeline, 'stages'>) => (
  <section aria-label="Pipeline">
    <ol class="pipeline">
      {stages.map((stage) => (
        <StageCard key={stage.stage} stage={stage} />
      ))}
    </ol>
  </section>
);
