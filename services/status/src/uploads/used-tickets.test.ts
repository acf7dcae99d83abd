import { expect, test } from 'vitest';
import { openTestStatus } from '../testing/open-test-status.ts';
import { createUsedTickets } from './used-tickets.ts';

test('a ticket is used once, and once more after its use failed', async () => {
  const { backend } = await openTestStatus({ stages: [] });
  const open = () => createUsedTickets(backend.stores.results, () => new Date());
  const [one, other] = [open(), open()];
  const several = () => Promise.all([one.use('a'), other.use('a'), one.use('a')]);
  expect(await one.has('a')).toBe(false);
  expect((await several()).filter((taken) => taken)).toHaveLength(1);
  expect([await one.has('a'), await other.use('a')]).toEqual([true, false]);
  await one.release('a');
  expect(await other.has('a')).toBe(false);
  expect((await several()).filter((taken) => taken)).toHaveLength(1);
});
