import { LocationProvider, Route, Router } from 'preact-iso';
import { deferredView } from './components/deferred-view.tsx';
import { DatasetsView } from './datasets/datasets-view.tsx';
import { ExploreListView } from './explore/explore-list-view.tsx';
import { OverviewView } from './overview/overview-view.tsx';
import { RunsView } from './runs/runs-view.tsx';
import { tokenWanted } from './session/token.ts';
import { LostView } from './shell/lost-view.tsx';
import { Shell } from './shell/shell.tsx';
import { TokenScreen } from './shell/token-screen.tsx';
import { useService } from './shell/use-service.ts';
import { ViewGuard } from './shell/view-guard.tsx';
import { DropAnywhere } from './upload/drop-anywhere.tsx';
import { UploadDialog } from './upload/upload-dialog.tsx';

// The overview and the lists come with the page; the other views when they are first opened.
const RunView = deferredView(async () => (await import('./run/run-view.tsx')).RunView);
const DatasetView = deferredView(async () => (await import('./datasets/dataset-view.tsx')).DatasetView);
const SpecView = deferredView(async () => (await import('./datasets/spec-view.tsx')).SpecView);
const DifferenceView = deferredView(
  async () => (await import('./datasets/difference-view.tsx')).DifferenceView,
);
const HistoryView = deferredView(async () => (await import('./history/history-view.tsx')).HistoryView);
const ExploreView = deferredView(async () => (await import('./explore/explore-view.tsx')).ExploreView);
const QueuesView = deferredView(async () => (await import('./queues/queues-view.tsx')).QueuesView);
const FleetView = deferredView(async () => (await import('./fleet/fleet-view.tsx')).FleetView);
const StoresView = deferredView(async () => (await import('./stores/stores-view.tsx')).StoresView);
const AccessView = deferredView(async () => (await import('./access/access-view.tsx')).AccessView);

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
            <Route path="/datasets/:dataset/history" component={HistoryView} />
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
