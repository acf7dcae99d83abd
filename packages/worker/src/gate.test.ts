import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createGate } from './gate.ts';

const never = new AbortController().signal;
const turns = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

test('a holder of the gate is alone, in any order of coming and going; everybody gets in', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.record({ alone: fc.boolean(), turns: fc.nat(4) })), async (tasks) => {
      const gate = createGate();
      let inside = 0;
      let isAlone = false;
      await Promise.all(
        tasks.map(async ({ alone, turns: length }) => {
          const leave = await gate.enter(alone, never);
          expect(isAlone).toBe(false);
          if (alone) expect(inside).toBe(0);
          inside += 1;
          isAlone = alone;
          for (let turn = 0; turn < length; turn += 1) await turns();
          inside -= 1;
          isAlone = false;
          leave();
        }),
      );
      expect(gate.shared.aborted).toBe(false);
    }),
  );
});

test('nothing is received from the asking on until the last who asked has left', async () => {
  const gate = createGate();
  const leaveShared = await gate.enter(false, never);
  const before = gate.shared;
  const asking = gate.enter(true, never);
  expect(before.aborted).toBe(true);
  leaveShared();
  const leaveAlone = await asking;
  expect(gate.shared.aborted).toBe(true);
  leaveAlone();
  leaveAlone();
  expect(gate.shared.aborted).toBe(false);
});

test('a wait that is given up lets the others in', async () => {
  const gate = createGate();
  const leaveShared = await gate.enter(false, never);
  const stop = new AbortController();
  const waiting = gate.enter(true, stop.signal);
  const behind = gate.enter(false, never);
  stop.abort(new Error('stopped'));
  await expect(waiting).rejects.toThrow('stopped');
  (await behind)();
  leaveShared();
  await expect(gate.enter(false, stop.signal)).rejects.toThrow('stopped');
});
