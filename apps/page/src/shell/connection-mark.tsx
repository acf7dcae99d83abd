import { type ConnectionState, connection } from '../live/connection.ts';

const words: Readonly<Record<ConnectionState, string>> = {
  connecting: 'connecting',
  live: 'live',
  lost: 'not connected',
};

export const ConnectionMark = () => (
  <p class={`connection connection-${connection.value}`} role="status">
    <span class="connection-dot" aria-hidden="true" />
    {words[connection.value]}
  </p>
);
