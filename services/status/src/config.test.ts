import { expect, test } from 'vitest';
import { readStatusConfig } from './config.ts';

const TOKEN = 'a-token-of-some-length';

test('by default it listens on this machine alone', () => {
  expect(readStatusConfig({})).toMatchObject({
    host: '127.0.0.1',
    ports: [8080],
    tokens: {},
    adapters: { store: 'directory', queue: 'sqlite' },
  });
});

test('a port may be one, or the first free one of a range', () => {
  const portsOf = (text: string) => readStatusConfig({ WATTLINE_HTTP_PORT: text }).ports;
  expect(portsOf('0')).toEqual([0]);
  expect(portsOf('4680-4682')).toEqual([4680, 4681, 4682]);
  for (const wrong of ['', 'x', '70000', '5-4', '1-60000', '-1'])
    expect(() => portsOf(wrong)).toThrow(/WATTLINE_HTTP_PORT: must be/);
});

test('others reach it only with a token', () => {
  for (const host of ['0.0.0.0', '::', '192.168.1.5', 'example.org', '127.0.0.1.example.org'])
    expect(() => readStatusConfig({ WATTLINE_HTTP_HOST: host })).toThrow(/no token is set/);
  for (const wrong of ['https://a.example', 'a.example:80', '*', '*a.example', 'a b'])
    expect(() => readStatusConfig({ WATTLINE_ALLOWED_HOSTS: wrong })).toThrow(/WATTLINE_ALLOWED_HOSTS: must/);
  for (const host of ['127.0.0.1', '127.1.2.3', '::1', 'localhost'])
    expect(readStatusConfig({ WATTLINE_HTTP_HOST: host }).host).toBe(host);
  expect(readStatusConfig({ WATTLINE_HTTP_HOST: '0.0.0.0', WATTLINE_READ_TOKEN: TOKEN }).tokens).toEqual({
    read: TOKEN,
  });
});

test('a token that can be guessed or not be sent is refused', () => {
  for (const token of ['', 'short', 'with a space in it, long', 'ünïcode-is-no-header-value'])
    expect(() => readStatusConfig({ WATTLINE_WRITE_TOKEN: token })).toThrow(/WATTLINE_WRITE_TOKEN: must/);
});
