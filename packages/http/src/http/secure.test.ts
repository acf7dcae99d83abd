import { Hono } from 'hono';
import { expect, test } from 'vitest';
import { secureAnswers, securedAnswer } from './secure.ts';

test('an answer that is secured from the first on has the headers of all others', async () => {
  const app = new Hono()
    .use(secureAnswers())
    .get('/each', (context) => context.body('1', 200, { 'content-type': 'text/plain' }))
    .get('/at-once', () => securedAnswer(new TextEncoder().encode('1'), 'text/plain'));
  const [each, atOnce] = [await app.request('/each'), await app.request('/at-once')];
  expect(Object.fromEntries(atOnce.headers)).toEqual(Object.fromEntries(each.headers));
  expect(await atOnce.text()).toBe('1');
});
