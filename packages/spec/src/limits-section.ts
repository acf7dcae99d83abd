import { z } from 'zod';

const count = z.int().positive();

const MIB = 2 ** 20;

/** What a file may be by default. */
const defaultLimits = {
  maxRows: 1_000_000_000,
  maxColumns: 2_000,
  maxDecodedBytes: 64 * 1_024 * MIB,
  maxDecodedRatio: 200,
  maxGridRowsPerReading: 100,
} as const;

export type LimitKey = keyof typeof defaultLimits;

/** 200,000. Not by `toLocaleString`, which every process that loads this would wait 10 ms for. */
const grouped = (value: number): string => String(value).replace(/\B(?=(\d{3})+$)/g, ',');

const limit = (key: LimitKey, what: string) =>
  count.optional().describe(`${what} (default: ${grouped(defaultLimits[key])})`);

/** Guards against files that are not what they seem. They change nothing of what is made of a file. */
export const Limits = z.strictObject({
  maxRows: limit('maxRows', 'Rows of one file'),
  maxColumns: limit('maxColumns', 'Columns of one file'),
  maxDecodedBytes: limit('maxDecodedBytes', 'Bytes of a file once it is unpacked and decoded'),
  maxDecodedRatio: limit(
    'maxDecodedRatio',
    'Times its own size that a file may grow when it is unpacked and decoded, beyond 128 MiB',
  ),
  maxGridRowsPerReading: limit(
    'maxGridRowsPerReading',
    'Rows of the complete time grid for each reading, beyond 200,000 rows',
  ),
});

/** A spec's limits with their defaults. */
export const limitsOf = (
  spec: { readonly limits?: z.infer<typeof Limits> | undefined } | undefined,
): Readonly<Record<LimitKey, number>> => {
  const set = Object.entries(spec?.limits ?? {}).filter(([, value]) => value !== undefined);
  return { ...defaultLimits, ...Object.fromEntries(set) };
};
