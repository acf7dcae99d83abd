import { expect } from 'vitest';
import { LONG_MS, type QueueContext } from './context.ts';

export const checkLoads = ({ check, next, eventually, patience }: QueueContext): void => {
  check('keeps bodies as they are, up to 200 KB', 5, async (queue) => {
    const bodies = [
      'plain',
      '{"a":"\\u0000","b":"line\\n"}',
      'tab\tnewline\nquote"\'`;--',
      'åß∂ 漢字 🏳️‍🌈 𝄞 e\u0301 \u200f',
      ' spaces kept ',
      'x'.repeat(200_000),
      '漢'.repeat(66_000),
    ];
    for (const body of bodies) await queue.send(body);
    const received: string[] = [];
    while (received.length < bodies.length) received.push((await next(queue)).body);
    expect(received.sort()).toEqual([...bodies].sort());
  });

  check('loses none of 200 messages among 10 receivers', 5, async (queue) => {
    const bodies = Array.from({ length: 200 }, (_, n) => `message ${n}`);
    const seen = new Set<string>();
    const deadline = performance.now() + patience;
    const work = async () => {
      while (seen.size < bodies.length && performance.now() < deadline) {
        const messages = await queue.receive({ max: 10, waitMs: 1_000, visibilityMs: LONG_MS });
        for (const message of messages) {
          seen.add(message.body);
          await queue.delete(message);
        }
      }
    };
    const receivers = Array.from({ length: 10 }, work);
    await Promise.all(bodies.map((body) => queue.send(body)));
    await Promise.all(receivers);
    expect([...seen].sort()).toEqual([...bodies].sort());
    await eventually(async () => expect(await queue.depth()).toMatchObject({ visible: 0, inFlight: 0 }));
  });
};
