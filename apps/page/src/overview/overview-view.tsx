import { getRuns } from '../api/runs.ts';
import { getPipeline } from '../api/service.ts';
import { PageHeader } from '../components/page-header.tsx';
import { Panel } from '../components/panel.tsx';
import { ResourceView } from '../components/resource-view.tsx';
import { changedRuns, pipeline } from '../live/connection.ts';
import { useResource } from '../live/use-resource.ts';
import { useThrottled } from '../live/use-throttled.ts';
import { NoRuns } from '../runs/no-runs.tsx';
import { RunTable } from '../runs/run-table.tsx';
import { withChanges } from '../runs/with-changes.ts';
import { DropZone } from '../upload/drop-zone.tsx';
import { PipelineFigure } from './pipeline-figure.tsx';
import { RunCounts } from './run-counts.tsx';

const RECENT = 8;

export const OverviewView = () => {
  const first = useResource('pipeline', getPipeline);
  const recent = useResource('recent', (signal) => getRuns({ limit: RECENT }, signal));
  const changes = changedRuns.value;
  useThrottled(changes, recent.reload, 1_000);
  const now = pipeline.value ?? first.value;
  return (
    <>
      <PageHeader title="Overview" />
      <ResourceView resource={{ ...first, value: now }} what="the pipeline">
        {(shown) => (
          <>
            <PipelineFigure stages={shown.stages} />
            <RunCounts runs={shown.runs} datasets={shown.datasets} />
          </>
        )}
      </ResourceView>
      <div class="overview-lower">
        <Panel title="Recent runs" actions={<a href="/runs">All runs</a>}>
          <ResourceView resource={recent} what="runs">
            {({ runs }) => (
              <RunTable label="Recent runs" runs={withChanges(runs, changes)} brief empty={<NoRuns />} />
            )}
          </ResourceView>
        </Panel>
        <Panel title="Upload">
          <DropZone />
        </Panel>
      </div>
    </>
  );
};
