import { addressOf, StreamEvent } from '@wattline/api';
import { request } from './client.ts';
import { type ServerEvent, serverEvents } from './server-events.ts';

export interface EventHandlers {
  readonly onOpen: () => void;
  readonly onEvent: (event: StreamEvent, id: string | undefined) => void;
}

/** Longer than the pause between two heartbeats: after so much silence the line is taken for dead. */
const SILENCE_MS = 45_000;

const parsed = ({ data }: ServerEvent): StreamEvent | undefined => {
  try {
    return StreamEvent.safeParse(JSON.parse(data)).data;
  } catch {
    return undefined;
  }
};

/** Reads events until the stream ends or breaks. By fetch, because EventSource sends no token. */
export const readEvents = async (
  after: string | undefined,
  { onOpen, onEvent }: EventHandlers,
  signal: AbortSignal,
): Promise<void> => {
  const silence = new AbortController();
  let timer: ReturnType<typeof setTimeout> | undefined;
  const heard = (): void => {
    clearTimeout(timer);
    timer = setTimeout(() => silence.abort(), SILENCE_MS);
  };
  heard();
  try {
    const response = await request(addressOf('/events'), {
      headers: { accept: 'text/event-stream', ...(after === undefined ? {} : { 'last-event-id': after }) },
      signal: AbortSignal.any([signal, silence.signal]),
    });
    if (response.body === null) return;
    onOpen();
    for await (const event of serverEvents(response.body, heard)) {
      const value = parsed(event);
      if (value !== undefined) onEvent(value, event.id);
    }
  } finally {
    clearTimeout(timer);
  }
};
