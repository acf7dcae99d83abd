import type { Listener, LiveEvent } from './listeners.ts';

const HEARTBEAT_MS = 15_000;

/** `data` is JSON, so on one line. */
const frame = ({ id, type, data }: LiveEvent): string => `id: ${id}\nevent: ${type}\ndata: ${data}\n\n`;

/**
 * A listener's events as the body of an answer. It is asked only when the reader has taken what came before, so a slow
 * reader's events wait with its listener, which bounds them.
 */
export const eventStream = (
  listener: Listener,
  heartbeatMs = HEARTBEAT_MS,
): ReadableStream<Uint8Array<ArrayBuffer>> => {
  const encoder = new TextEncoder();
  return new ReadableStream(
    {
      start: (controller) => controller.enqueue(encoder.encode('retry: 1000\n\n')),
      pull: async (controller) => {
        const events = await listener.next(heartbeatMs);
        if (events === undefined) controller.close();
        else
          controller.enqueue(
            encoder.encode(events.length === 0 ? ': still here\n\n' : events.map(frame).join('')),
          );
      },
      cancel: () => listener.close(),
    },
    { highWaterMark: 1 },
  );
};
