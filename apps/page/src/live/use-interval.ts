import { useEffect, useRef } from 'preact/hooks';

/** Calls `act` every so often while the page can be seen. */
export const useInterval = (act: () => void, everyMs: number): void => {
  const latest = useRef(act);
  latest.current = act;
  useEffect(() => {
    const timer = setInterval(() => {
      if (document.visibilityState === 'visible') latest.current();
    }, everyMs);
    return () => clearInterval(timer);
  }, [everyMs]);
};
