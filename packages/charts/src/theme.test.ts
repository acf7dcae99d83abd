import { describe, expect, test } from 'vitest';
import { darkTheme, lightTheme } from './theme.ts';

const linear = (hex: string): number[] =>
  [1, 3, 5].map((at) => {
    const part = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });

const times = (matrix: readonly (readonly number[])[], vector: readonly number[]): number[] =>
  matrix.map((row) => row.reduce((sum, factor, i) => sum + factor * (vector[i] ?? 0), 0));

/** WCAG 2. */
const contrast = (a: string, b: string): number => {
  const [x = 0, y = 0] = [a, b].map((hex) => times([[0.2126, 0.7152, 0.0722]], linear(hex))[0] ?? 0);
  return (Math.max(x, y) + 0.05) / (Math.min(x, y) + 0.05);
};

/** Machado et al. 2009, of linear RGB, at full severity. */
const sights = {
  normal: [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ],
  protanopia: [
    [0.152286, 1.052583, -0.204868],
    [0.114503, 0.786281, 0.099216],
    [-0.003882, -0.048116, 1.051998],
  ],
  deuteranopia: [
    [0.367322, 0.860646, -0.227968],
    [0.280085, 0.672501, 0.047413],
    [-0.01182, 0.04294, 0.968881],
  ],
};

const oklab = (rgb: readonly number[]): number[] => {
  const cones = times(
    [
      [0.4122214708, 0.5363325363, 0.0514459929],
      [0.2119034982, 0.6806995451, 0.1073969566],
      [0.0883024619, 0.2817188376, 0.6299787005],
    ],
    rgb.map((part) => Math.min(Math.max(part, 0), 1)),
  ).map(Math.cbrt);
  return times(
    [
      [0.2104542553, 0.793617785, -0.0040720468],
      [1.9779984951, -2.428592205, 0.4505937099],
      [0.0259040371, 0.7827717662, -0.808675766],
    ],
    cones,
  );
};

describe.each([
  { name: 'light', theme: lightTheme },
  { name: 'dark', theme: darkTheme },
])('the $name theme', ({ theme }) => {
  test('is read and seen by people with weak eyes', () => {
    expect(contrast(theme.text, theme.background)).toBeGreaterThan(7);
    expect(contrast(theme.mutedText, theme.background)).toBeGreaterThan(4.5);
    for (const color of [...theme.series, ...Object.values(theme.status)]) {
      expect(contrast(color, theme.background), color).toBeGreaterThan(3);
    }
    for (const color of theme.diverging) expect(contrast(theme.text, color), color).toBeGreaterThan(4.5);
  });

  test.each(Object.keys(sights))('has series that can be distinguished with %s sight', (sight) => {
    const matrix = sights[sight as keyof typeof sights];
    const seen = theme.series.map((color) => ({ color, lab: oklab(times(matrix, linear(color))) }));
    for (const [i, a] of seen.entries()) {
      for (const b of seen.slice(i + 1)) {
        const distance = Math.hypot(...a.lab.map((part, k) => part - (b.lab[k] ?? 0)));
        expect(distance, `${a.color} and ${b.color}`).toBeGreaterThan(0.08);
      }
    }
  });
});
