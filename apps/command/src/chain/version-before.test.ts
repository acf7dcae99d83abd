import { expect, test } from 'vitest';
import { versionBefore } from './version-before.ts';

const step = (version: string, { sealed = true, latest = false } = {}) => ({ version, sealed, latest });

test('the version before the latest: another one, and sealed', () => {
  const history = [
    step('c', { sealed: false }),
    step('b', { latest: true }),
    step('b', { latest: true }),
    {},
    step('x', { sealed: false }),
    step('a'),
  ];
  expect(versionBefore('plant', history)).toBe('a');
  for (const none of [[], [step('b', { latest: true })], [step('a')]])
    expect(() => versionBefore('plant', none)).toThrow('no version before its latest');
});
