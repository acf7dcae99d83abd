import type { FleetView as Fleet } from '@wattline/api';
import { getFleet } from '../api/service.ts';
import { EmptyState } from '../components/empty-state.tsx';
import { PageHeader } from '../components/page-header.tsx';
import { Panel } from '../components/panel.tsx';
import { ResourceView } from '../components/resource-view.tsx';
import { useInterval } from '../live/use-interval.ts';
import { useResource } from '../live/use-resource.ts';
import { InstanceTable } from './instance-table.tsx';
import { ServiceTable } from './service-table.tsx';
import { TaskTable } from './task-table.tsx';

const EVERY_MS = 5_000;

const kindWords: Readonly<Record<Fleet['kind'], string>> = {
  processes: 'Processes of this machine.',
  ecs: 'An ECS cluster.',
  unknown: 'What runs is not known:',
};

export const FleetView = () => {
  const fleet = useResource('fleet', getFleet);
  useInterval(fleet.reload, EVERY_MS);
  return (
    <>
      <PageHeader title="Fleet" />
      <ResourceView resource={fleet} what="the fleet">
        {({ kind, note, services, tasks, instances }) => (
          <>
            <p class="hint">
              {kindWords[kind]}
              {note !== undefined && ` ${note}`}
            </p>
            {services.length + tasks.length === 0 && (
              <EmptyState title="Nothing is known to run">
                <p>
                  Start the chain with <code>wattline up</code>, or name the cluster in WATTLINE_ECS_CLUSTER.
                </p>
              </EmptyState>
            )}
            {services.length > 0 && (
              <Panel title="Services">
                <ServiceTable services={services} tasks={tasks} />
              </Panel>
            )}
            {tasks.length > 0 && (
              <Panel title="Tasks">
                <TaskTable tasks={tasks} />
              </Panel>
            )}
            {instances.length > 0 && (
              <Panel title="Instances">
                <InstanceTable instances={instances} />
              </Panel>
            )}
          </>
        )}
      </ResourceView>
    </>
  );
};
