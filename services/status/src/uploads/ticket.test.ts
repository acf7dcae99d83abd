import { expect, test } from 'vitest';
import { createTickets } from './ticket.ts';

const TICKET = {
  key: 'staging-directory/power/a.csv',
  dataset: 'power',
  maxBytes: 10,
  expiresAtMs: 1,
  before: null,
};

test('a ticket is known to who gave it, and to who has the same secret', () => {
  const [one, other] = [createTickets('a secret of some length'), createTickets('a secret of some length')];
  const sealed = one.seal(TICKET);
  expect(sealed).toMatch(/^[\w.-]+$/);
  expect([one.open(sealed), other.open(sealed)]).toEqual([TICKET, TICKET]);
  expect(createTickets('another secret').open(sealed)).toBeUndefined();
  expect(createTickets(undefined).open(sealed)).toBeUndefined();
});

test('what was changed, cut or made up is no ticket', () => {
  const tickets = createTickets(undefined);
  const [payload = '', signature = ''] = tickets.seal(TICKET).split('.');
  const larger = Buffer.from(JSON.stringify({ ...TICKET, maxBytes: 1e9 })).toString('base64url');
  for (const text of ['', '.', payload, `${payload}.`, `${larger}.${signature}`, `${payload}.${signature}A`])
    expect([text, tickets.open(text)]).toEqual([text, undefined]);
});
