import { Hono } from 'hono';
import { expect, test } from 'vitest';
import { assertAccessRules, requireAccess } from './access.ts';
import type { RequestEnv } from './router.ts';

test('an app with a route without access rule is not served', () => {
  const app = new Hono<RequestEnv>().get('/a', requireAccess('read'), (context) => context.text('a'));
  expect(() => assertAccessRules(app)).not.toThrow();
  app.route(
    '/below',
    new Hono<RequestEnv>().post('/a', (context) => context.text('b')),
  );
  expect(() => assertAccessRules(app)).toThrow(/^POST \/below\/a has no access rule/);
});
