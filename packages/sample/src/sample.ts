import { createWriteStream } from 'node:fs';
import { rename } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { readingOf } from './city-load.ts';

/** The columns of "Power Consumption of Tetuan City", in their order. */
export const sampleColumns = [
  'Datetime',
  'Temperature',
  'Humidity',
  'WindSpeed',
  'GeneralDiffuseFlows',
  'DiffuseFlows',
  'PowerConsumption_Zone1',
  'PowerConsumption_Zone2',
  'PowerConsumption_Zone3',
] as const;

const FIRST = Date.UTC(2017, 0, 1);
const STEPS = 144;

export interface SampleOptions {
  readonly path: string;
  /** A whole number; the same one gives the same bytes. */
  readonly seed: number;
  /** Whole days from 1 January 2017. */
  readonly days?: number;
}

export interface Written {
  readonly rows: number;
  readonly bytes: number;
}

const clock = Array.from({ length: STEPS }, (_, step) => {
  const minute = (step % 6) * 10;
  return `${Math.floor(step / 6)}:${minute === 0 ? '00' : minute}`;
});

const dayText = (seed: number, day: number): string => {
  const date = new Date(FIRST + day * 86_400_000);
  const label = `${date.getUTCMonth() + 1}/${date.getUTCDate()}/${date.getUTCFullYear()}`;
  const weekday = (date.getUTCDay() + 6) % 7;
  return clock
    .map((time, step) => `${label} ${time},${readingOf(seed, day * STEPS + step, weekday).join(',')}\n`)
    .join('');
};

/**
 * Writes a CSV of the reference data's shape: a row per 10 minutes of 2017, weather and three zones. The file appears
 * whole, under its name, at the end.
 */
export const writeSample = async ({ path, seed, days = 365 }: SampleOptions): Promise<Written> => {
  const text = function* (): Generator<string> {
    yield `${sampleColumns.join(',')}\n`;
    for (let day = 0; day < days; day += 1) {
      yield dayText(seed, day);
    }
  };
  const partial = `${path}.partial`;
  const sink = createWriteStream(partial);
  await pipeline(Readable.from(text()), sink);
  await rename(partial, path);
  return { rows: days * STEPS, bytes: sink.bytesWritten };
};
