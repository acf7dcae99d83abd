// The dataset that clients look at, and what each of them is to find.

export const DATASET = 'my town';

export const SPEC = `time: { column: time, format: iso, cadence: 1h }
entity: meter
values: { load: { unit: kW } }
lags: { by: [1h] }
calendar: { fields: [Hour] }
target: [load_mean]
partition: { entityBuckets: 2, period: month }
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
export const codes = ['COLUMN_UNKNOWN', 'TIME_WITHOUT_ZONE', 'SPLIT_UNKNOWN', 'FILE_UNKNOWN'];

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
  'same as files': { train: true },
  target: ['load_mean'],
  preprocessor: DATASET,
  profile: 1920,
  frame: [[12, 99]],
});
