import type { QueueName } from '@wattline/api';
import { getDeadLetters, redrive } from '../api/queues.ts';
import { EmptyState } from '../components/empty-state.tsx';
import { Panel } from '../components/panel.tsx';
import { ProblemNote } from '../components/problem-note.tsx';
import { ResourceView } from '../components/resource-view.tsx';
import { useAction } from '../components/use-action.ts';
import { useResource } from '../live/use-resource.ts';
import { mayWrite } from '../session/about.ts';
import { countText } from '../text/numbers.ts';
import { DeadLetterCard } from './dead-letter-card.tsx';

interface Props {
  readonly queue: QueueName;
  /** Changes when there is something else to read. */
  readonly count: number;
  readonly onChange: () => void;
}

/** Messages that were given up, and why; each can be sent back to its queue. */
export const DeadLetters = ({ queue, count, onChange }: Props) => {
  const list = useResource(`dead letters ${queue} ${count}`, (signal) => getDeadLetters(queue, signal));
  const send = useAction(async (id?: string) => {
    await redrive(queue, id);
    list.reload();
    onChange();
  });
  return (
    <Panel
      title="Dead letters"
      actions={
        count > 1 && mayWrite() ? (
          <button type="button" disabled={send.busy.value} onClick={() => send.act()}>
            Redrive all {countText(count)}
          </button>
        ) : undefined
      }
    >
      {send.failure.value !== undefined && <ProblemNote failure={send.failure.value} />}
      <ResourceView resource={list} what="dead letters">
        {({ deadLetters, total }) =>
          deadLetters.length === 0 ? (
            <EmptyState title="No dead letters">
              <p>A message comes here when it was tried as often as the queue allows.</p>
            </EmptyState>
          ) : (
            <>
              <ul class="dead-letters">
                {deadLetters.map((letter) => (
                  <DeadLetterCard
                    key={letter.id}
                    letter={letter}
                    {...(mayWrite() ? { onRedrive: () => send.act(letter.id) } : {})}
                    busy={send.busy.value}
                  />
                ))}
              </ul>
              {total > deadLetters.length && (
                <p class="hint">
                  {countText(deadLetters.length)} of {countText(total)} are shown.
                </p>
              )}
            </>
          )
        }
      </ResourceView>
    </Panel>
  );
};
