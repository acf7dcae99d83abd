import { expect, test } from 'vitest';
import { createListeners, type Listener } from './listeners.ts';

const none = () => [];

const dataOf = async (listener: Listener | undefined): Promise<string[] | undefined> =>
  (await listener?.next(0))?.map(({ data }) => data);

test('each listener hears each event once, in order, at its own pace', async () => {
  const listeners = createListeners();
  const [quick, slow] = [listeners.add(undefined, none), listeners.add(undefined, none)];
  listeners.publish('run.changed', '1');
  expect(await dataOf(quick)).toEqual(['1']);
  listeners.publish('run.changed', '2');
  expect(await dataOf(quick)).toEqual(['2']);
  expect(await dataOf(slow)).toEqual(['1', '2']);
  expect(await dataOf(quick)).toEqual([]);
});

test('a waiting listener is notified at once', async () => {
  const listeners = createListeners();
  const listener = listeners.add(undefined, none);
  const next = listener?.next(60_000);
  listeners.publish('run.changed', '1');
  expect(await next).toMatchObject([{ data: '1' }]);
});

test('who comes back goes on behind the last event it has; who was away too long, or comes from another process, gets all that is current', async () => {
  const listeners = createListeners({ remembered: 3 });
  const first = listeners.add(undefined, none);
  for (const data of ['1', '2', '3', '4', '5']) listeners.publish('run.changed', data);
  const ids = (await first?.next(0))?.map(({ id }) => id) ?? [];
  const current = () => [{ type: 'run.changed', data: 'current' } as const];
  expect(await dataOf(listeners.add(ids[4], current))).toEqual([]);
  expect(await dataOf(listeners.add(ids[1], current))).toEqual(['3', '4', '5']);
  expect(await dataOf(listeners.add(ids[0], current))).toEqual(['current']);
  for (const strange of ['', 'x', `${ids[4]?.split('-')[0]}-99`, 'other-5', `${ids[4]}x`])
    expect(await dataOf(listeners.add(strange, current))).toEqual(['current']);
  // Their ids continue where the stream is.
  const [event] = (await listeners.add(undefined, current)?.next(0)) ?? [];
  listeners.publish('run.changed', '6');
  expect(await dataOf(listeners.add(event?.id, current))).toEqual(['6']);
});

test('a listener that does not keep up is dropped, and holds nothing any more', async () => {
  const listeners = createListeners({ waiting: 3 });
  const slow = listeners.add(undefined, none);
  for (let sent = 0; sent < 4; sent += 1) listeners.publish('run.changed', String(sent));
  expect(listeners.size).toBe(0);
  expect(await slow?.next(0)).toBeUndefined();
});

test('there are only so many', () => {
  const listeners = createListeners({ listeners: 2 });
  const first = listeners.add(undefined, none);
  expect(listeners.add(undefined, none)).toBeDefined();
  expect(listeners.add(undefined, none)).toBeUndefined();
  first?.close();
  expect(listeners.add(undefined, none)).toBeDefined();
});

test('all end with the service, a waiting one at once', async () => {
  const listeners = createListeners();
  const next = listeners.add(undefined, none)?.next(60_000);
  listeners.closeAll();
  expect(await next).toBeUndefined();
  expect(listeners.size).toBe(0);
});
