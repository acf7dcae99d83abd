import { open, rename } from 'node:fs/promises';
import { writeFixed } from './fixed.ts';
import { chance } from './random.ts';
import type { Written } from './sample.ts';

/** Each value column: its mean, its swing over a day and its noise, in thousandths. */
const quantities = {
  active_power: [4_120_000, 1_800_000, 600_000],
  reactive_power: [1_180_000, 400_000, 150_000],
  voltage: [230_000, -3_000, 2_500],
  current: [179_000, 78_000, 26_000],
  frequency: [50_000, 0, 40],
  temperature: [18_800, 5_600, 900],
  humidity: [68_000, -12_000, 4_000],
  irradiance: [430_000, 390_000, 35_000],
} as const;

export const meterValueColumns = Object.keys(quantities);

const FIRST = Date.UTC(2017, 0, 1);
const CHUNK = 1 << 20;
const LONGEST_ROW = 160;

export interface MetersOptions {
  readonly path: string;
  readonly meters: number;
  /** Readings of each meter. */
  readonly rowsPerMeter: number;
  /** A whole number; the same one gives the same rows, whatever their order. */
  readonly seed: number;
  /** time: every meter's first reading, then every second one; entity: meter after meter. */
  readonly order?: 'time' | 'entity';
  readonly cadenceMinutes?: number;
}

/** `,2017-01-01T00:00:00,` for every step, one after another. */
const stampsOf = (steps: number, cadenceMs: number): { bytes: Buffer; width: number } => {
  const width = 21;
  const bytes = Buffer.alloc(steps * width, ',');
  for (let step = 0; step < steps; step += 1) {
    bytes.write(new Date(FIRST + step * cadenceMs).toISOString().slice(0, 19), step * width + 1, 'latin1');
  }
  return { bytes, width };
};

const namesOf = (meters: number): Buffer[] => {
  const digits = Math.max(6, String(meters).length);
  return Array.from({ length: meters }, (_, meter) =>
    Buffer.from(`meter-${String(meter + 1).padStart(digits, '0')}`),
  );
};

/** Writes readings of many meters as CSV: `meter,timestamp` (naive) and eight values. Memory stays flat. */
export const writeMeters = async (options: MetersOptions): Promise<Written> => {
  const { path, meters, rowsPerMeter, seed, order = 'time', cadenceMinutes = 10 } = options;
  const stepsPerDay = 1440 / cadenceMinutes;
  const stamps = stampsOf(rowsPerMeter, cadenceMinutes * 60_000);
  const names = namesOf(meters);
  const daily = Float64Array.from(
    { length: stepsPerDay },
    (_, step) => -Math.cos(((step / stepsPerDay) * 24 - 3) * (Math.PI / 12)),
  );
  const sizes = Float64Array.from(names, (_, meter) => 0.5 + chance(seed, -1, meter));
  const kinds = Object.values(quantities);
  const partial = `${path}.partial`;
  const file = await open(partial, 'w');
  let bytes = 0;
  try {
    const chunk = Buffer.allocUnsafe(CHUNK + LONGEST_ROW);
    let at = chunk.write(`meter,timestamp,${meterValueColumns.join(',')}\n`, 'latin1');
    const rows = meters * rowsPerMeter;
    for (let row = 0; row < rows; row += 1) {
      const meter = order === 'time' ? row % meters : Math.floor(row / rowsPerMeter);
      const step = order === 'time' ? Math.floor(row / meters) : row % rowsPerMeter;
      at += names[meter]?.copy(chunk, at) ?? 0;
      at += stamps.bytes.copy(chunk, at, step * stamps.width, (step + 1) * stamps.width);
      const swing = daily[step % stepsPerDay] ?? 0;
      const size = sizes[meter] ?? 1;
      for (let kind = 0; kind < kinds.length; kind += 1) {
        const [mean, day, spread] = kinds[kind] ?? [0, 0, 0];
        const load = kind === 0 || kind === 1 || kind === 3 ? size : 1;
        const value = (mean + day * swing) * load + spread * (2 * chance(seed, meter, step * 8 + kind) - 1);
        at = writeFixed(chunk, at, Math.round(value));
        chunk[at] = kind === kinds.length - 1 ? 10 : 44;
        at += 1;
      }
      if (at >= CHUNK || row === rows - 1) {
        await file.write(chunk, 0, at);
        bytes += at;
        at = 0;
      }
    }
  } finally {
    await file.close();
  }
  await rename(partial, path);
  return { rows: meters * rowsPerMeter, bytes };
};
