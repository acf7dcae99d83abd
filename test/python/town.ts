// The dataset that clients look at, and what each of them is to find.

export const DATASET = 'my town';

export const SPEC = `time: { column: time, format: iso, cadence: 1h, delay: 10m }
entity: meter
values: { load: { unit: kW } }
lags: { by: [1h] }
calendar: { fields: [Hour] }
target: { columns: [load_mean], horizons: [24h], as: seasonal-difference, period: 24h }
split: { train: 0.7, validation: 0.15, test: 0.15, folds: { count: 2, test: 2d } }
partition: { entityBuckets: 2, period: month }
scaling: { method: minmax, by: entity }
`;

const hours = (days: number): string =>
  `time,meter,load\n${Array.from({ length: days * 24 }, (_, hour) =>
    ['A', 'B']
      .map(
        (meter, i) =>
          `${new Date(Date.UTC(2024, 0, 1) + hour * 3_600_000).toISOString()},${meter},${i + hour / 3}\n`,
      )
      .join(''),
  ).join('')}`;

/** Uploaded one after the other. */
export const files = {
  'january.csv': hours(40),
  'correction.csv': 'time,meter,load\n2024-01-02T12:00:00Z,A,99\n',
};

export const changedCell = ['changed', 'A', '2024-01-02T12:00:00+00:00', 'load_mean', 12, 99];

/** What is asked for and not there. */
export const codes = [
  'COLUMN_UNKNOWN',
  'TIME_WITHOUT_ZONE',
  'SPLIT_UNKNOWN',
  'HORIZON_UNKNOWN',
  'FOLD_UNKNOWN',
  'FILE_UNKNOWN',
];

/** What seen.py tells. */
export const seenOf = (before: string, after: string) => ({
  datasets: [DATASET],
  versions: [after, before],
  version: after,
  rows: 40 * 24 * 2,
  order: true,
  first: ['A', '2024-01-01T00:00:00+00:00', 0],
  pandas: [['event_timestamp', 'meter', 'load_mean'], 960, 'datetime64[ms, UTC]', 960 + (959 * 960) / 2 / 3],
  span: [6, '2024-01-02T02:00:00+00:00'],
  training: { train: 1344, validation: 288, test: 288 },
  // With the delay, a label is 25 hours after its origin, and 48 after the season that was known.
  ahead: { train: 1248, validation: 238, test: 238 },
  // The last hour before a fold is not known yet when it begins.
  folds: [(768 - 1) * 2, 48 * 2, (768 - 24 - 48) * 2],
  horizons: [['24h', 25, 'load_mean_ahead24h_seasonal_difference']],
  'same as files': { train: true },
  target: ['load_mean'],
  preprocessor: DATASET,
  // Two: of whole numbers alone a file does not show how others are written.
  written: ['iso', 'iso'],
  profile: 1920,
  frame: [[12, 99]],
});
