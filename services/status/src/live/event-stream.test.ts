import { expect, test } from 'vitest';
import { eventStream } from './event-stream.ts';
import { createListeners } from './listeners.ts';

const open = (limits: Parameters<typeof createListeners>[0] = {}, heartbeatMs?: number) => {
  const listeners = createListeners(limits);
  const listener = listeners.add(undefined, () => []);
  if (listener === undefined) throw new Error('there is room for one');
  const reader = eventStream(listener, heartbeatMs).getReader();
  const read = async (): Promise<string | undefined> => {
    const { done, value } = await reader.read();
    return done ? undefined : new TextDecoder().decode(value);
  };
  return { listeners, read, reader };
};

test('each event is a frame with its id and type; those that waited come together', async () => {
  const { listeners, read } = open();
  expect(await read()).toBe('retry: 1000\n\n');
  const first = read();
  listeners.publish('run.changed', '{"a":1}');
  expect(await first).toMatch(/^id: [0-9a-f]+-1\nevent: run\.changed\ndata: \{"a":1\}\n\n$/);
  listeners.publish('pipeline.changed', '{"b":2}');
  listeners.publish('run.changed', '{"c":3}');
  const rest = `${await read()}`;
  expect((rest.includes('"c":3') ? rest : `${rest}${await read()}`).match(/^data: .*$/gm)).toEqual([
    'data: {"b":2}',
    'data: {"c":3}',
  ]);
});

test('while nothing happens, comments keep the connection known to be alive', async () => {
  const { read } = open({}, 1);
  await read();
  expect(await read()).toBe(': still here\n\n');
  expect(await read()).toBe(': still here\n\n');
});

test('who does not read is cut off, in bounded memory', async () => {
  const { listeners, read } = open({ waiting: 5 });
  for (let sent = 0; sent < 20; sent += 1) listeners.publish('run.changed', String(sent));
  expect(listeners.size).toBe(0);
  let last: string | undefined = '';
  for (let reads = 0; reads < 10 && last !== undefined; reads += 1) last = await read();
  expect(last).toBeUndefined();
});

test('a reader that goes away is no listener any more', async () => {
  const { listeners, reader } = open();
  await reader.cancel();
  expect(listeners.size).toBe(0);
});
