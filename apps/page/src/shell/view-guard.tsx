import type { ComponentChildren } from 'preact';
import { useEffect, useErrorBoundary } from 'preact/hooks';
import { useLocation } from 'preact-iso';
import { EmptyState } from '../components/empty-state.tsx';

/** Keeps the navigation where a view breaks; the browser's console has the error. */
export const ViewGuard = ({ children }: { children: ComponentChildren }) => {
  const [error, retry] = useErrorBoundary((cause: unknown) => globalThis.reportError(cause));
  const { path } = useLocation();
  // Another view may well work.
  useEffect(retry, [path]);
  if (error === undefined || error === null) return <>{children}</>;
  return (
    <EmptyState title="This view broke">
      <p>It is a fault of the page: please report it, with what the browser’s console says.</p>
      <button type="button" onClick={retry}>
        Try again
      </button>
    </EmptyState>
  );
};
