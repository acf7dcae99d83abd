import { useRoute } from 'preact-iso';
import { getRun } from '../api/runs.ts';
import { PageHeader } from '../components/page-header.tsx';
import { ResourceView } from '../components/resource-view.tsx';
import { StatusMark } from '../components/status-mark.tsx';
import { changedRuns } from '../live/connection.ts';
import { useResource } from '../live/use-resource.ts';
import { useThrottled } from '../live/use-throttled.ts';
import { shortId } from '../text/names.ts';
import { Receipt } from './receipt.tsx';
import { RunActions } from './run-actions.tsx';

/** A run's page: its receipt, which fills while the run goes on. */
export const RunView = () => {
  const run = useRoute().params.run ?? '';
  const receipt = useResource(`run ${run}`, (signal) => getRun(run, signal));
  useThrottled(changedRuns.value.get(run), receipt.reload, 300);
  return (
    <>
      <PageHeader
        title={`Run ${shortId(run)}`}
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
      <ResourceView resource={receipt} what="the receipt">
        {(value) => <Receipt receipt={value} />}
      </ResourceView>
    </>
  );
};
