import { gzipSync } from 'node:zlib';
import pl from 'nodejs-polars';

interface Poison {
  readonly file: string;
  readonly body: Uint8Array;
}

const START = Date.UTC(2026, 0, 1);
const HOUR_MS = 3_600_000;
const hour = (index: number): string => new Date(START + index * HOUR_MS).toISOString();

const soundParquet = (): Buffer =>
  pl
    .DataFrame({
      time: Array.from({ length: 200 }, (_, index) => hour(index)),
      load: Array.from({ length: 200 }, (_, index) => (index % 24) + 0.5),
      kind: Array.from({ length: 200 }, (_, index) => (index % 3 === 0 ? 'pump' : 'fan')),
    })
    .writeParquet({ compression: 'snappy' }) as Buffer;

/** [byte, bit] of `soundParquet` that abort the native reader where they are flipped: a test proves it. */
export const abortingFlips = [
  [1_228, 0],
  [1_265, 5],
  [1_534, 2],
  [1_866, 6],
] as const;

export const flippedParquet = ([byte, bit]: readonly [byte: number, bit: number]): Buffer => {
  const body = soundParquet();
  body[byte] = (body[byte] ?? 0) ^ (1 << bit);
  return body;
};

const readings = (rows: number): string[] => [
  'time,load',
  ...Array.from({ length: rows }, (_, index) => `${hour(index)},${index % 24}`),
];

const csv = (lines: readonly string[]): Poison => ({
  file: 'readings.csv',
  body: Buffer.from(`${lines.join('\n')}\n`),
});

/** Files that once killed, stopped or filled something: each ends refused, or failed with a reason. */
export const poisons: readonly ((index: number) => Poison)[] = [
  (index) => ({
    file: 'readings.parquet',
    body: flippedParquet(abortingFlips[Math.floor(index / 3) % abortingFlips.length] ?? [1_228, 0]),
  }),
  // Neither a table nor a text.
  (index) => ({ file: 'readings.csv', body: Buffer.alloc(4_000 + index, 0x00) }),
  // Cut in the middle.
  () => {
    const body = gzipSync(readings(5_000).join('\n'));
    return { file: 'readings.csv.gz', body: body.subarray(0, body.length / 2) };
  },
  (index) => csv(['time,load', `never,${index}`, 'nor then,1']),
  // One reading decades after all others.
  () => csv([...readings(500), '2099-12-31T00:00:00.000Z,1']),
  // A table by its ending and its first bytes only.
  (index) => ({ file: 'readings.parquet', body: Buffer.from(`PAR1${'x'.repeat(200 + index)}PAR1`) }),
];
