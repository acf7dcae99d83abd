import { connection } from '../live/connection.ts';

export const ConnectionLost = () =>
  connection.value === 'lost' ? (
    <p class="connection-lost">
      Not connected: what you see may be old. The page tries again by itself; see whether the service runs.
    </p>
  ) : null;
