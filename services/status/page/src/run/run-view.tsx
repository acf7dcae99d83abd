import { useRoute } from 'preact-iso';
import { getRun } from '../api/runs.ts';
import { changedRuns } from '../live/connection.ts';
import { useInterval } from '../live/use-interval.ts';
import { useResource } from '../live/use-resource.ts';
import { useThrottled } from '../live/use-throttled.ts';
import { PageHeader } from '../parts/page-header.tsx';
import { ResourceView } from '../parts/resource-view.tsx';
import { StatusMark } from '../parts/status-mark.tsx';
import { shortId } from '../text/names.ts';
import { freshRuns } from '../upload/fresh-runs.ts';
import { Receipt } from './receipt.tsx';
import { RunActions } from './run-actions.tsx';

/** A run's page: its receipt, which fills while the run goes on. */
export const RunView = () => {
  const run = useRoute().params.run ?? '';
  const receipt = useResource(`run ${run}`, (signal) => getRun(run, signal));
  useThrottled(changedRuns.value.get(run), receipt.reload, 300);
  const notYet = receipt.failure?.problem.code === 'RUN_UNKNOWN' && freshRuns.value.has(run);
  useInterval(() => {
    if (notYet) receipt.reload();
  }, 500);
  const title = `Run ${shortId(run)}`;
  return (
    <>
      <PageHeader
        title={title}
        above={<a href="/runs">Runs</a>}
        heading={
          <>
            Run <code>{shortId(run)}</code>
            {receipt.value !== undefined && <StatusMark status={receipt.value.status} />}
          </>
        }
      >
        {receipt.value !== undefined && <RunActions receipt={receipt.value} onChange={receipt.reload} />}
      </PageHeader>
      {notYet ? (
        <p class="loading" role="status">
          The file is stored. Its run opens as soon as ingest takes it up; where it stays so, see{' '}
          <a href="/queues/ingest">the queue</a>.
        </p>
      ) : (
        <ResourceView resource={receipt} what="the receipt">
          {(value) => <Receipt receipt={value} />}
        </ResourceView>
      )}
    </>
  );
};
