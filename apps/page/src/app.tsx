import { LocationProvider, Route, Router } from 'preact-iso';
import { AccessView } from './access/access-view.tsx';
import { deferredView } from './components/deferred-view.tsx';
import { DatasetView } from './datasets/dataset-view.tsx';
import { DatasetsView } from './datasets/datasets-view.tsx';
import { DifferenceView } from './datasets/difference-view.tsx';
import { SpecView } from './datasets/spec-view.tsx';
import { ExploreListView } from './explore/explore-list-view.tsx';
import { FleetView } from './fleet/fleet-view.tsx';
import { OverviewView } from './overview/overview-view.tsx';
import { QueuesView } from './queues/queues-view.tsx';
import { RunView } from './run/run-view.tsx';
import { RunsView } from './runs/runs-view.tsx';
import { tokenWanted } from './session/token.ts';
import { LostView } from './shell/lost-view.tsx';
import { Shell } from './shell/shell.tsx';
import { TokenScreen } from './shell/token-screen.tsx';
import { useService } from './shell/use-service.ts';
import { ViewGuard } from './shell/view-guard.tsx';
import { StoresView } from './stores/stores-view.tsx';
import { DropAnywhere } from './upload/drop-anywhere.tsx';
import { UploadDialog } from './upload/upload-dialog.tsx';

const ExploreView = deferredView(async () => (await import('./explore/explore-view.tsx')).ExploreView);

export const App = () => {
  useService();
  if (tokenWanted.value !== undefined) return <TokenScreen />;
  return (
    <LocationProvider>
      <Shell>
        <ViewGuard>
          <Router>
            <Route path="/" component={OverviewView} />
            <Route path="/runs" component={RunsView} />
            <Route path="/runs/:run" component={RunView} />
            <Route path="/datasets" component={DatasetsView} />
            <Route path="/datasets/:dataset" component={DatasetView} />
            <Route path="/datasets/:dataset/spec" component={SpecView} />
            <Route path="/datasets/:dataset/differences" component={DifferenceView} />
            <Route path="/explore" component={ExploreListView} />
            <Route path="/explore/:dataset/:version/:tab?" component={ExploreView} />
            <Route path="/queues/:queue?" component={QueuesView} />
            <Route path="/fleet" component={FleetView} />
            <Route path="/stores/:store?" component={StoresView} />
            <Route path="/access" component={AccessView} />
            <Route default component={LostView} />
          </Router>
        </ViewGuard>
      </Shell>
      <DropAnywhere />
      <UploadDialog />
    </LocationProvider>
  );
};
