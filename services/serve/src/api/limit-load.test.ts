import { answerProblem } from '@wattline/http';
import { createLog } from '@wattline/worker';
import { Hono } from 'hono';
import { expect, test } from 'vitest';
import { limitLoad } from './limit-load.ts';

/** An app whose requests end when they are let. */
const open = () => {
  const ending: (() => void)[] = [];
  const app = new Hono();
  app.onError((error, context) => answerProblem(createLog('serve', 'silent'), error, context));
  app.post('/', limitLoad({ unsaidBytes: 10, allBytes: 15, requests: 3 }), async (context) => {
    await new Promise<void>((resolve) => ending.push(resolve));
    return context.text('done');
  });
  const post = async (length: string | undefined): Promise<Response> =>
    app.request('/', { method: 'POST', headers: length === undefined ? {} : { 'content-length': length } });
  return {
    post,
    end: () => {
      for (const one of ending.splice(0)) one();
    },
  };
};

test('more than there is room for is refused, and taken once others are done', async () => {
  const { post, end } = open();
  const first = post('10');
  const refused = await post('6');
  expect([refused.status, refused.headers.get('retry-after')]).toEqual([503, '2']);
  expect(await refused.json()).toMatchObject({ code: 'ROWS_BUSY' });
  const second = post('5');
  await Promise.resolve();
  end();
  expect([(await first).status, (await second).status]).toEqual([200, 200]);
  const third = post('6');
  await Promise.resolve();
  end();
  expect((await third).status).toBe(200);
});

test('a body of no length counts as much as is said, and so many requests are worked on at once', async () => {
  const { post, end } = open();
  const first = post(undefined);
  expect((await post('6')).status).toBe(503);
  const others = [post('0'), post('0')];
  expect((await post('0')).status).toBe(503);
  end();
  expect((await Promise.all([first, ...others])).map(({ status }) => status)).toEqual([200, 200, 200]);
});
