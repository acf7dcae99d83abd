const START = Date.UTC(2021, 2, 1);

/** ISO times of consecutive hours from 2021-03-01 on, and a value for each: 10, 11, … */
export const hours = (count: number): { time: string; value: number }[] =>
  Array.from({ length: count }, (_, hour) => ({
    time: `${new Date(START + hour * 3_600_000).toISOString().slice(0, 19)}`,
    value: 10 + hour,
  }));

/** The rows that `hours` come out as, in a file without entities. */
export const hourRows = (count: number): [string, string, number][] =>
  hours(count).map(({ time, value }) => [`${time}.000Z`, 'all', value]);
