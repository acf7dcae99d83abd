import { EmptyState } from '../components/empty-state.tsx';
import { about } from '../session/about.ts';

export const NoRuns = () => (
  <EmptyState title="No run yet">
    <p>Drop a file of readings anywhere on this page: you see how it is read, and start its run.</p>
    {about.value?.stagingFolder !== undefined && (
      <p>
        Or copy it to <code>{about.value.stagingFolder.replace(/\/$/, '')}/&lt;dataset&gt;/</code>
      </p>
    )}
  </EmptyState>
);
