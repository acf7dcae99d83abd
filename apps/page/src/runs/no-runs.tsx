import { EmptyState } from '../components/empty-state.tsx';
import { about } from '../session/about.ts';

export const NoRuns = () => (
  <EmptyState title="No run yet">
    <p>Drop a CSV or Parquet file anywhere on this page: its run starts at once.</p>
    {about.value?.stagingFolder !== undefined && (
      <p>
        Or copy it to <code>{about.value.stagingFolder.replace(/\/$/, '')}/&lt;dataset&gt;/</code>
      </p>
    )}
  </EmptyState>
);
