import { connect } from 'node:net';
import { Hono } from 'hono';
import { afterEach, expect, test } from 'vitest';
import { serveApp } from '../serve-app.ts';
import { secureAnswers } from './secure.ts';
import { type AnswerPart, openAnswer } from './sent-answer.ts';

const TYPE = 'application/x-ndjson';
const LARGE = 4 * 1024 ** 2;

let close: (() => Promise<void>) | undefined;
afterEach(() => close?.());

/** An app that answers with so many large parts, and then one more; `done` counts those that nobody reads any more. */
const serveParts = async (large: number) => {
  let done = 0;
  const part = (length: number, byte: number): AnswerPart => ({
    bytes: Buffer.alloc(length, byte),
    done: () => {
      done += 1;
    },
  });
  const ended = Promise.withResolvers<void>();
  const app = new Hono().use(secureAnswers()).get('/', async (context) => {
    const answer = openAnswer(context, TYPE);
    for (let i = 0; i < large; i += 1) await answer.send([part(LARGE, 97 + i)]);
    const response = answer.end([part(2, 121), part(1, 122)]);
    ended.resolve();
    return response;
  });
  const served = await serveApp(app, '127.0.0.1', [0]);
  close = served.close;
  return { app, url: served.url, ended: ended.promise, done: () => done };
};

test.each([0, 3])('what is sent in %i parts and a last one is all there, once', async (large) => {
  const { app, url, done } = await serveParts(large);
  const wanted = ['a', 'b', 'c'].slice(0, large).map((letter) => letter.repeat(LARGE));
  for (const response of [await fetch(url), await app.request('/')]) {
    expect((await response.text()) === [...wanted, 'yyz'].join('')).toBe(true);
    expect(response.headers.get('content-type')).toBe(TYPE);
    expect(response.headers.get('x-content-type-options')).toBe('nosniff');
  }
  await expect.poll(done).toBe(2 * (large + 2));
});

test('who goes away in the middle holds nothing up', async () => {
  const { url, ended } = await serveParts(3);
  const socket = connect(Number(new URL(url).port), '127.0.0.1');
  socket.write('GET / HTTP/1.1\r\nhost: 127.0.0.1\r\n\r\n');
  socket.once('data', () => socket.destroy());
  await ended;
});
