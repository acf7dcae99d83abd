import { assertAccessRules, type RequestEnv, requireAccess } from '@wattline/http';
import { Hono } from 'hono';
import { expect, test } from 'vitest';

test('an app with a route without access rule is not served', () => {
  const app = new Hono<RequestEnv>().get('/a', requireAccess('read'), (context) => context.text('a'));
  expect(() => assertAccessRules(app)).not.toThrow();
  app.route(
    '/below',
    new Hono<RequestEnv>().post('/a', (context) => context.text('b')),
  );
  expect(() => assertAccessRules(app)).toThrow(/^POST \/below\/a has no access rule/);
});
