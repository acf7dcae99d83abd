import { useRoute } from 'preact-iso';
import { changedRuns } from '../live/connection.ts';
import { expectedRuns } from '../upload/expected-runs.ts';
import { ExpectedRun } from './expected-run.tsx';
import { KnownRun } from './known-run.tsx';

/** A run's page: its receipt, which fills while the run goes on. */
export const RunView = () => {
  const run = useRoute().params.run ?? '';
  const isExpected = expectedRuns.value.has(run) && !changedRuns.value.has(run);
  return isExpected ? <ExpectedRun run={run} /> : <KnownRun run={run} />;
};
