import { drift, noise } from './random.ts';

const DAY = 144;
const YEAR = 365 * DAY;

/** One reading of the town: the eight value columns of the reference data, in their order. */
export type Reading = readonly [number, number, number, number, number, number, number, number];

const bump = (hour: number, peak: number, width: number): number => {
  const away = Math.min(Math.abs(hour - peak), 24 - Math.abs(hour - peak));
  return Math.exp(-((away / width) ** 2));
};

const round = (value: number, digits: number): number => {
  const scale = 10 ** digits;
  return Math.round(value * scale) / scale;
};

/** What the weather stations and the three zones of a town read at a 10-minute step of a year. */
export const readingOf = (seed: number, step: number, weekday: number): Reading => {
  const hour = (step % DAY) / 6;
  const season = (step / YEAR) * 2 * Math.PI;
  // -1 in the middle of January, 1 in the middle of July.
  const summer = -Math.cos(season - 0.26);
  const daylight = 12 + 2.4 * summer;
  const elevation = Math.sin(((hour - (13 - daylight / 2)) / daylight) * Math.PI);
  const sun = Math.abs(hour - 13) < daylight / 2 ? Math.max(0, elevation) : 0;
  const clouds = Math.min(1, Math.max(0, 0.35 - 0.25 * summer + 0.3 * drift(seed, 1, step, 90)));

  const temperature =
    18.8 +
    5.6 * summer +
    3.4 * bump(hour, 15, 5) -
    1.9 +
    1.6 * drift(seed, 2, step, 3 * DAY) +
    0.12 * noise(seed, 3, step);
  const humidity = Math.min(
    94.8,
    Math.max(12, 76 - 1.7 * (temperature - 16) + 9 * drift(seed, 4, step, 100) + 0.6 * noise(seed, 5, step)),
  );
  const windy = drift(seed, 6, step, 2 * DAY) + 0.9 * summer > 0.45;
  const wind = windy ? 4.92 + 0.008 * noise(seed, 7, step) : 0.08 + 0.003 * noise(seed, 7, step);
  const flow =
    0.05 + 0.012 * Math.abs(noise(seed, 8, step)) + (560 + 330 * summer) * sun * (1 - 0.7 * clouds);
  const diffuse = 0.11 + 0.012 * Math.abs(noise(seed, 9, step)) + (90 + 420 * clouds) * sun;

  const rest = weekday === 6 ? 0.94 : weekday === 5 ? 0.98 : 1;
  const heat = Math.max(0, temperature - 20);
  const load = (evening: number, noon: number): number =>
    0.72 +
    evening * bump(hour, 20.5 + 0.6 * summer, 2.6) +
    noon * bump(hour, 13, 5) -
    0.16 * bump(hour, 5, 3.2);
  const zone = (stream: number, mean: number, shape: number, summerShare: number): number =>
    mean *
    shape *
    rest *
    (1 +
      summerShare * summer +
      0.006 * heat +
      0.02 * drift(seed, stream, step, DAY) +
      0.006 * noise(seed, stream + 1, step));
  return [
    round(temperature, 3),
    round(humidity, 2),
    round(wind, 3),
    round(flow, 3),
    round(diffuse, 3),
    round(zone(10, 33_100, load(0.55, 0.28), 0.05), 5),
    round(zone(12, 21_600, load(0.5, 0.27), 0.03), 5),
    round(zone(14, 18_400, load(0.6, 0.18), 0.3), 5),
  ];
};
