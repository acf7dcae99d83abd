import { useEffect } from 'preact/hooks';
import { PageHeader } from '../components/page-header.tsx';
import { shortId } from '../text/names.ts';
import { expectNoMore } from '../upload/expected-runs.ts';

/** After so long it is asked for whether an event came or not. */
const PATIENCE_MS = 4_000;

/** The file or the deletion is stored, its run not open yet: an event reports it. */
export const ExpectedRun = ({ run }: { run: string }) => {
  useEffect(() => {
    const timer = setTimeout(() => expectNoMore(run), PATIENCE_MS);
    return () => clearTimeout(timer);
  }, [run]);
  return (
    <>
      <PageHeader title={`Run ${shortId(run)}`} above={<a href="/runs">Runs</a>} />
      <p class="loading" role="status">
        It is stored. Its run opens as soon as ingest takes it up.
      </p>
    </>
  );
};
