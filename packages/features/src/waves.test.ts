import { expect, test } from 'vitest';
import { cosine, sine } from './waves.ts';

/** Angles that calendars have, and in between. */
const angles = [4, 7, 12, 24, 52, 53, 60, 365, 366, 1440, 100_003].flatMap((steps) =>
  Array.from({ length: steps }, (_, step) => (2 * Math.PI * step) / steps),
);

test('are those of Node, to the bit', () => {
  const others = angles.filter(
    (angle) => sine(angle) !== Math.sin(angle) || cosine(angle) !== Math.cos(angle),
  );
  expect(others).toEqual([]);
});

test('are what is written down, where engines of JavaScript differ', () => {
  // Chromium has -0.8090169943749476.
  expect(cosine((2 * Math.PI * 45) / 75)).toBe(-0.8090169943749475);
  expect([sine(0), cosine(0), sine(Math.PI / 2), cosine(Math.PI)]).toEqual([0, 1, 1, -1]);
});
