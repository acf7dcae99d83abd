import { expect, test } from 'vitest';
import { singleFlight } from './single-flight.ts';

const openFlights = () => {
  const begun: { key: string; land: () => void; crash: () => void }[] = [];
  const fly = singleFlight((key: string) => {
    const { promise, resolve, reject } = Promise.withResolvers<number>();
    const number = begun.length;
    begun.push({ key, land: () => resolve(number), crash: () => reject(new Error('crashed')) });
    return promise;
  });
  return { begun, fly };
};

test('calls during a run share the next one', async () => {
  const { begun, fly } = openFlights();
  const [first, second, third] = [fly('a'), fly('a'), fly('a')];
  expect(begun.length).toBe(1);
  begun[0]?.land();
  expect(await first).toBe(0);
  await expect.poll(() => begun.length).toBe(2);
  begun[1]?.land();
  expect(await Promise.all([second, third])).toEqual([1, 1]);
  expect(begun.map(({ key }) => key)).toEqual(['a', 'a']);
});

test('what is under way can be waited for without beginning more, however it ends', async () => {
  const { begun, fly } = openFlights();
  await fly.landed('a');
  const crashing = fly('a');
  let isOver = false;
  const landed = fly.landed('a').then(() => {
    isOver = true;
  });
  await fly.landed('b');
  expect(isOver).toBe(false);
  begun[0]?.crash();
  await expect(crashing).rejects.toThrow('crashed');
  await landed;
  expect(begun.length).toBe(1);
});
