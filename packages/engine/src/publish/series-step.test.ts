import { expect, test } from 'vitest';
import { seriesStepMs } from './series-step.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

test.each([
  [2 * 365 * DAY, 1_000, MINUTE, DAY],
  [30 * DAY, 1_000, MINUTE, HOUR],
  [DAY, 1_000, MINUTE, 2 * MINUTE],
  [HOUR, 1_000, MINUTE, MINUTE],
  [DAY, 1_000, HOUR, HOUR],
  // 7 minutes divide no step that has a name but weeks.
  [30 * DAY, 1_000, 7 * MINUTE, 49 * MINUTE],
  [30 * DAY, 4, 7 * MINUTE, 14 * DAY],
  [400 * 365 * DAY, 100, DAY, 1_460 * DAY],
])('%i ms in %i points of at least %i ms: steps of %i ms', (span, points, interval, step) => {
  expect(seriesStepMs(span, points, interval)).toBe(step);
});
