import { useEffect } from 'preact/hooks';
import { getAbout } from '../api/service.ts';
import { reconnections, stayConnected } from '../live/connection.ts';
import { about } from '../session/about.ts';
import { token } from '../session/token.ts';

/** Keeps the service's events coming, and knows what it says of itself; again for each token. */
export const useService = (): void => {
  const reader = token.value;
  const connected = reconnections.value;
  useEffect(() => {
    const stop = new AbortController();
    void stayConnected(stop.signal);
    return () => stop.abort();
  }, [reader]);
  useEffect(() => {
    const stop = new AbortController();
    getAbout(stop.signal).then(
      (answer) => {
        about.value = answer;
      },
      // Each view shows its own failures; the connection mark shows this one.
      () => {},
    );
    return () => stop.abort();
  }, [reader, connected]);
};
