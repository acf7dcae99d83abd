import { expect, test } from 'vitest';
import { createTickets } from './ticket.ts';

const TICKET = {
  key: 'staging-directory/power/a.csv',
  dataset: 'power',
  maxBytes: 10,
  exp: 1,
  before: null,
  by: 'write token',
};

test('a ticket is known to the service that sealed it, and to those with the same secret', async () => {
  const [one, other] = [createTickets('a secret of some length'), createTickets('a secret of some length')];
  const sealed = await one.seal(TICKET);
  expect(sealed).toMatch(/^[\w-]+\.[\w-]+\.[\w-]+$/);
  const opened = await one.open(sealed);
  expect(opened).toEqual({ ...TICKET, jti: expect.any(String) });
  expect(await other.open(sealed)).toEqual(opened);
  expect(await createTickets('another secret').open(sealed)).toBeUndefined();
  expect(await createTickets(undefined).open(sealed)).toBeUndefined();
  expect((await one.open(await one.seal(TICKET)))?.jti).not.toBe(opened?.jti);
});

test('what was changed, cut or made up is no ticket', async () => {
  const tickets = createTickets(undefined);
  const [header = '', payload = '', signature = ''] = (await tickets.seal(TICKET)).split('.');
  const encode = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');
  const larger = encode({ ...TICKET, maxBytes: 1e9 });
  const unsigned = `${encode({ alg: 'none', typ: 'JWT' })}.${payload}.`;
  for (const text of [
    '',
    '.',
    '..',
    payload,
    `${header}.${payload}.`,
    `${header}.${larger}.${signature}`,
    `${header}.${payload}.${signature.slice(1)}`,
    unsigned,
  ])
    expect([text, await tickets.open(text)]).toEqual([text, undefined]);
});
