import { useRoute } from 'preact-iso';
import { getQueues } from '../api/queues.ts';
import { EmptyState } from '../components/empty-state.tsx';
import { PageHeader } from '../components/page-header.tsx';
import { ResourceView } from '../components/resource-view.tsx';
import { pipeline } from '../live/connection.ts';
import { useInterval } from '../live/use-interval.ts';
import { useResource } from '../live/use-resource.ts';
import { useThrottled } from '../live/use-throttled.ts';
import { DeadLetters } from './dead-letters.tsx';
import { PurgeButton } from './purge-button.tsx';
import { QueueTable } from './queue-table.tsx';

export const QueuesView = () => {
  const wanted = useRoute().params.queue;
  const list = useResource('queues', getQueues);
  useThrottled(pipeline.value, list.reload, 1_000);
  useInterval(list.reload, 10_000);
  return (
    <>
      <PageHeader
        title={wanted === undefined ? 'Queues' : `Queue ${wanted}`}
        above={wanted === undefined ? undefined : <a href="/queues">Queues</a>}
      />
      <ResourceView resource={list} what="queues">
        {({ queues }) => {
          const chosen = queues.find(({ name }) => name === wanted);
          if (wanted !== undefined && chosen === undefined) {
            return (
              <EmptyState title="There is no such queue">
                <a href="/queues">Show all queues</a>
              </EmptyState>
            );
          }
          return (
            <>
              <QueueTable queues={chosen === undefined ? queues : [chosen]} />
              {chosen !== undefined && (
                <>
                  <DeadLetters queue={chosen.name} count={chosen.deadLetters} onChange={list.reload} />
                  <PurgeButton queue={chosen} onChange={list.reload} />
                </>
              )}
            </>
          );
        }}
      </ResourceView>
    </>
  );
};
