import { useEffect } from 'preact/hooks';
import { getAbout } from '../api/about.ts';
import { stayConnected } from '../live/connection.ts';
import { about } from '../session/about.ts';
import { token } from '../session/token.ts';

/** Learns what the service is and keeps its events coming; anew for each token. */
export const useService = (): void => {
  const current = token.value;
  // Another token is another reader.
  useEffect(() => {
    const stop = new AbortController();
    void stayConnected(stop.signal);
    getAbout(stop.signal).then(
      (answer) => {
        about.value = answer;
      },
      // Each view tells of its own failures; the connection mark of this one.
      () => {},
    );
    return () => stop.abort();
  }, [current]);
};
