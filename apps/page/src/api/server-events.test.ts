import { expect, test } from 'vitest';
import { type ServerEvent, serverEvents } from './server-events.ts';

const read = async (chunks: readonly Uint8Array[]): Promise<{ events: ServerEvent[]; heard: number }> => {
  const body = new ReadableStream<Uint8Array>({
    start: (controller) => {
      for (const chunk of chunks) controller.enqueue(chunk);
      controller.close();
    },
  });
  let heard = 0;
  const events: ServerEvent[] = [];
  for await (const event of serverEvents(body, () => {
    heard += 1;
  }))
    events.push(event);
  return { events, heard };
};

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

test('events are read whole however the stream is cut, also inside a sign of several bytes', async () => {
  const whole = bytes('id: 7\nevent: run.changed\ndata: {"a":"ü"}\n\nid: 8\ndata: one\ndata: two\n\n');
  const single = Array.from(whole, (byte) => Uint8Array.of(byte));
  const { events } = await read(single);
  expect(events).toEqual([
    { id: '7', data: '{"a":"ü"}' },
    { id: '8', data: 'one\ntwo' },
  ]);
});

test('a heartbeat is heard and is no event; an event that was cut off is none either', async () => {
  const { events, heard } = await read([bytes(': still here\n\n'), bytes('data: cut')]);
  expect(events).toEqual([]);
  expect(heard).toBe(2);
});

test('line ends of either kind will do, also where a cut goes between the two', async () => {
  const { events } = await read([bytes('id: 1\r\ndata: x\r'), bytes('\n\r\n')]);
  expect(events).toEqual([{ id: '1', data: 'x' }]);
});
