import { expect, test } from 'vitest';
import { ApiError, createServingClient } from './index.ts';
import { retrying } from './retrying.ts';

const answering = (...answers: (Response | Error)[]) => {
  const asked: RequestInit[] = [];
  const waits: number[] = [];
  const send: typeof fetch = async (_, init = {}) => {
    asked.push(init);
    const answer = answers.shift() ?? new Response('ok');
    if (answer instanceof Error) throw answer;
    return answer;
  };
  const again = retrying(send, 3, async (ms) => {
    waits.push(ms);
  });
  return { asked, waits, send, again };
};
const busy = (after?: string): Response =>
  new Response(null, { status: 503, ...(after !== undefined && { headers: { 'retry-after': after } }) });

test('what only reads is asked for again; what changes something, where the server says when', async () => {
  const reads = answering(new TypeError('fetch failed'), busy(), busy('2'));
  expect(await (await reads.again('http://x')).text()).toBe('ok');
  expect(reads.waits).toEqual([200, 400, 2_000]);

  const wrong = answering(new Response(null, { status: 404 }));
  expect((await wrong.again('http://x')).status).toBe(404);

  const never = answering(busy(), busy(), busy(), busy());
  expect((await never.again('http://x')).status).toBe(503);
  expect(never.asked).toHaveLength(4);

  const posts = answering(busy('1'), busy());
  expect((await posts.again('http://x', { method: 'POST' })).status).toBe(503);
  expect(posts.asked).toHaveLength(2);
  const broken = answering(new TypeError('fetch failed'));
  await expect(broken.again('http://x', { method: 'POST' })).rejects.toThrow('fetch failed');
});

const row = { version: '1', scaler: 'none', rows: [], refused: [], exactDuplicates: 0, tooLate: 0 };
const problem = { type: 'about:blank', title: 'No', status: 404, detail: 'no', code: 'NONE', remedy: 'ask' };

const all = async <One>(some: AsyncIterable<One>): Promise<One[]> => {
  const found: One[] = [];
  for await (const one of some) found.push(one);
  return found;
};

test('many requests are one body of lines, and each is answered by one', async () => {
  const text = `${JSON.stringify(row)}\n${JSON.stringify({ problem })}\n`;
  const bytes = new TextEncoder().encode(text);
  // A line may come in pieces.
  const pieces = new ReadableStream<Uint8Array>({
    start: (controller) => {
      for (const part of [bytes.subarray(0, 20), bytes.subarray(20)]) controller.enqueue(part);
      controller.close();
    },
  });
  const { send, asked } = answering(new Response(pieces), new Response(text));
  const client = createServingClient({ server: 'http://x', fetch: send });
  const of = { params: { dataset: 'town' }, requests: [{ entity: 'a' }, { entity: 'b' }] };
  expect(await all(client.serveRowsInBulk(of))).toEqual([
    { line: 1, answer: row },
    { line: 2, problem },
  ]);
  expect(asked[0]).toMatchObject({ method: 'POST', body: '{"entity":"a"}\n{"entity":"b"}' });
  const more = { ...of, requests: [...of.requests, {}] };
  await expect(all(client.serveRowsInBulk(more))).rejects.toBeInstanceOf(ApiError);
});
