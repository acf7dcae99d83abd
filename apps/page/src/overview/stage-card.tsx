import type { Pipeline } from '@wattline/api';
import { InstantText } from '../components/instant.tsx';
import { stageTasks } from '../text/names.ts';
import { compactText, countOf, durationText, valueText } from '../text/numbers.ts';
import { LoadLine } from './load-line.tsx';
import { QueuePipe } from './queue-pipe.tsx';

type Stage = Pipeline['stages'][number];

export const StageCard = ({ stage }: { stage: Stage }) => {
  const {
    stage: name,
    waiting,
    inFlight,
    deadLetters,
    tasks,
    partsPerMinute,
    medianMs,
    lastFinishedAt,
  } = stage;
  const busy = inFlight > 0;
  return (
    <li class={busy ? 'stage stage-busy' : 'stage'}>
      <QueuePipe stage={name} waiting={waiting} moving={busy || waiting > 0} />
      <div class="stage-body">
        <div class="stage-head">
          <h2>{name}</h2>
          {tasks !== undefined && (
            <span class={tasks === 0 ? 'stage-tasks stage-tasks-none' : 'stage-tasks'}>
              {tasks === 0 ? 'no task' : countOf(tasks, 'task')}
            </span>
          )}
        </div>
        <p class="stage-task">{stageTasks[name]}</p>
        <dl class="stage-numbers">
          <div class="stage-flight">
            <dt>in flight</dt>
            <dd>{compactText(inFlight)}</dd>
          </div>
          <div>
            <dt>parts/min</dt>
            <dd>{valueText(Math.round(partsPerMinute * 10) / 10)}</dd>
          </div>
          <div>
            <dt>median</dt>
            <dd>{medianMs === undefined ? '–' : durationText(medianMs)}</dd>
          </div>
        </dl>
        <LoadLine stage={name} />
        <p class="stage-foot">
          {deadLetters > 0 ? (
            <a class="stage-dead" href={`/queues/${name}`}>
              {countOf(deadLetters, 'dead letter')}
            </a>
          ) : (
            <span>no dead letters</span>
          )}
          {lastFinishedAt !== undefined && (
            <span>
              last <InstantText at={lastFinishedAt} />
            </span>
          )}
        </p>
      </div>
    </li>
  );
};
