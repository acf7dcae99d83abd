import { connection } from '../live/connection.ts';

export const LostNote = () =>
  connection.value === 'lost' ? (
    <p class="lost-note">
      Not connected: what you see may be old. The page tries again by itself; see whether the service runs.
    </p>
  ) : null;
