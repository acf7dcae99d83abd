import { familyKeys } from '@wattline/features';
import { optionsArbitrary, type World } from '@wattline/features/testing';
import type { SpecInput } from '@wattline/spec';
import { toLocalMs } from '@wattline/time-zones';
import fc from 'fast-check';
import { createRandom, type Random } from './random.ts';

/** A dataset made up by a seed. */
export interface Generated {
  readonly spec: SpecInput;
  /** In the order of the file; with the instant of each, ms. */
  readonly rows: readonly { readonly at: number; readonly cells: Readonly<Record<string, string>> }[];
  readonly entities: readonly string[];
  /** Their column. */
  readonly entity: string;
}

const MINUTE = 60_000;

/** Names that columns of features cannot have as they are. */
const [ENTITY, LOAD, WIND] = ['Meter Nr.', 'load [kW]', 'wind (°)'] as const;

/** Zones, and instants shortly before their clocks change. */
const places = [
  ['UTC', '2016-02-27T00:00Z'],
  ['+05:30', '2017-12-30T00:00Z'],
  ['Asia/Kathmandu', '2017-01-01T00:00Z'],
  ['Europe/Paris', '2017-03-24T12:00Z'],
  ['Europe/Paris', '2017-10-27T12:00Z'],
  ['America/New_York', '2017-03-10T12:00Z'],
  ['America/New_York', '2017-11-03T12:00Z'],
  ['Australia/Lord_Howe', '2017-09-29T12:00Z'],
  ['Australia/Lord_Howe', '2017-03-31T12:00Z'],
  ['America/Sao_Paulo', '2017-10-13T12:00Z'],
  ['America/Havana', '2017-11-03T12:00Z'],
] as const;

const two = (number: number): string => String(number).padStart(2, '0');

/** How a time is written, by the name of its form. */
const forms = {
  instant: { format: 'iso', write: (at: number) => new Date(at).toISOString().replace('.000Z', 'Z') },
  offset: {
    format: 'iso',
    write: (at: number) => new Date(at + 3_600_000).toISOString().replace('.000Z', '+01:00'),
  },
  naive: {
    format: '%Y-%m-%d %H:%M:%S',
    write: (at: number, zone: string) =>
      new Date(toLocalMs(zone, at)).toISOString().slice(0, 19).replace('T', ' '),
  },
  'day first': {
    format: '%d/%m/%Y %H:%M',
    write: (at: number, zone: string) => {
      const local = new Date(toLocalMs(zone, at));
      return `${two(local.getUTCDate())}/${two(local.getUTCMonth() + 1)}/${local.getUTCFullYear()} ${two(local.getUTCHours())}:${two(local.getUTCMinutes())}`;
    },
  },
  epoch: { format: 'epoch-seconds', write: (at: number) => String(at / 1000) },
} as const;

type Form = keyof typeof forms;

/** How long intervals are, and how often readings come; minutes. */
interface Shape {
  readonly interval: string;
  /** So many intervals as a duration. */
  readonly duration: (intervals: number) => string;
  readonly cadences: readonly [number, ...number[]];
  /** Readings come more seldom than intervals. */
  readonly isSpread?: true;
}

const minutes = (each: number): Pick<Shape, 'interval' | 'duration'> => ({
  interval: `${each}m`,
  duration: (intervals) => `${intervals * each}m`,
});

const shapes: readonly [Shape, ...Shape[]] = [
  { ...minutes(15), cadences: [5, 15] },
  { ...minutes(30), cadences: [10, 30] },
  { ...minutes(60), cadences: [10, 15, 30, 60] },
  { ...minutes(60), cadences: [5, 10, 15] },
  { ...minutes(360), cadences: [30, 60, 180] },
  { ...minutes(1440), cadences: [60, 360] },
  { interval: '1mo', duration: (intervals) => `${intervals}mo`, cadences: [1440] },
  { ...minutes(15), cadences: [30, 60], isSpread: true },
];

/** Sums alone are spread over intervals that are shorter than the time between readings. */
const sumsAlone: NonNullable<SpecInput['values']> = {
  energy: { kind: 'total', aggregate: ['sum'] },
  meter: { kind: 'register', aggregate: ['sum'] },
};

const valuesOf = (random: Random): NonNullable<SpecInput['values']> => ({
  [LOAD]: {
    aggregate: random.oneOf([['mean'], ['mean', 'max', 'std'], ['min', 'count', 'first']]),
    ...(random.isTrue(0.2) && { truncate: true }),
  },
  energy: { kind: 'total', aggregate: random.oneOf([['sum'], ['sum', 'max']]) },
  ...(random.isTrue(0.5) && {
    meter: { kind: 'register', aggregate: random.oneOf([['sum'], ['sum', 'last']]) },
  }),
  ...(random.isTrue(0.5) && {
    [WIND]: { kind: 'circular', aggregate: random.oneOf([['mean'], ['mean', 'std']]) },
  }),
});

const aggregated = (values: NonNullable<SpecInput['values']>): string[] =>
  Object.entries(values).flatMap(([name, { aggregate = [] }]) => aggregate.map((one) => `${name}_${one}`));

/** So many families a dataset has on average: of many, few datasets would fill a test. */
const FAMILIES = 5;

/** Options of some of the families, as people write them. */
const familiesOf = async (
  random: Random,
  { duration, interval, isSpread }: Shape,
  columns: readonly string[],
): Promise<Record<string, unknown>> => {
  const world: World = { columns, texts: ['state'], duration };
  const found: Record<string, unknown> = { calendar: { fields: [] }, lags: { by: [] } };
  for (const key of familyKeys) {
    if (key === 'values' || key === 'coverage' || !random.isTrue(FAMILIES / familyKeys.length)) continue;
    // Months have no fixed number of hours, and are no part of a day; words are not spread.
    const hasNoMonths = ['degreeHours', 'tariffs', 'businessHours'].includes(key);
    if ((hasNoMonths && interval === '1mo') || (key === 'categories' && isSpread)) continue;
    const arbitrary = await optionsArbitrary(key);
    [found[key]] = fc.sample(arbitrary(world) as fc.Arbitrary<unknown>, {
      numRuns: 1,
      seed: random.between(0, 2 ** 30),
    });
  }
  return found;
};

const number = (random: Random): string => {
  const whole = random.isTrue(0.2);
  const size = random.oneOf([1, 100, 10_000]);
  return whole ? String(random.between(0, size)) : String((random.share() - 0.3) * size);
};

/** The readings of one entity, `step` ms apart, with gaps, in the order of time. */
const readingsOf = (
  random: Random,
  columns: readonly string[],
  from: number,
  count: number,
  step: number,
) => {
  let level = random.share() * 1000;
  const found: { at: number; cells: Record<string, string> }[] = [];
  for (let i = random.between(0, 5); i < count; i += random.isTrue(0.06) ? random.between(2, 14) : 1) {
    const cells: Record<string, string> = { state: random.oneOf(['on', 'off', 'broken', '']) };
    for (const column of columns) {
      if (random.isTrue(0.05)) cells[column] = random.oneOf(['', 'NA', '']);
      else if (column === 'meter') {
        level += random.share() * 20 + 0.5;
        cells.meter = String(level);
      } else cells[column] = column === WIND ? String(random.share() * 360) : number(random);
    }
    found.push({ at: from + i * step, cells });
  }
  return found;
};

type Line = Generated['rows'][number];

/** Repeats some lines, contradicts some, and moves some to where they are late. */
const disturbed = (random: Random, lines: readonly Line[]): Line[] => {
  const found = lines.flatMap((line): Line[] => {
    if (random.isTrue(0.03)) return [line, line];
    if (random.isTrue(0.03)) return [line, { ...line, cells: { ...line.cells, [LOAD]: number(random) } }];
    return random.isTrue(0.01) ? [{ ...line, cells: { ...line.cells, [LOAD]: 'broken' } }] : [line];
  });
  for (let i = 0; i < found.length / 60; i += 1) {
    const [line] = found.splice(random.between(0, found.length - 1), 1);
    if (line !== undefined) found.splice(random.between(0, found.length), 0, line);
  }
  return found;
};

/** Of what has words: the entity, a category where it is known in time, and whole numbers of the calendar. */
const encodingsOf = (
  families: Readonly<Record<string, unknown>>,
  isPredicted: boolean,
): NonNullable<SpecInput['encodings']> => {
  const { categories, calendar } = families as Pick<SpecInput, 'categories' | 'calendar'>;
  const { aggregate, encode } = categories?.state ?? { aggregate: 'mean' };
  const isWord = encode === 'ordinal' || (aggregate !== 'max' && aggregate !== 'mean');
  const columns = [
    ENTITY,
    ...(isWord && !isPredicted ? ['state'] : []),
    ...(calendar?.fields ?? []).filter((field) => field === 'Hour' || field === 'Weekday'),
  ];
  return { count: { columns }, ...(isPredicted && { target: { columns, blocks: 3 } }) };
};

const scalingOf = (method: string, seed: number) => ({
  method,
  ...(seed % 5 < 2 && method !== 'none' && { by: 'entity' }),
});

/** @param size how many readings an entity has, about */
export const generate = async (seed: number, size: number): Promise<Generated> => {
  const random = createRandom(seed);
  const [zone, begin] = random.oneOf([...places] as [(typeof places)[number], ...(typeof places)[number][]]);
  const shape = random.oneOf(shapes);
  const cadence = random.oneOf(shape.cadences);
  const formName = random.oneOf<Form>(['instant', 'offset', 'naive', 'day first', 'epoch']);
  const form = forms[formName];
  const label = random.isTrue(0.2) ? 'end' : 'start';
  const values = shape.isSpread ? sumsAlone : valuesOf(random);
  const columns = Object.keys(values);
  const families = await familiesOf(random, shape, aggregated(values));
  const entities = ['a', 'b', 'é'].slice(0, random.between(1, 3));
  const step = cadence * MINUTE;
  const from = Date.parse(begin);
  const lines = entities.flatMap((entity) =>
    readingsOf(random, columns, from, size, step).map((line) => ({
      ...line,
      cells: { ...line.cells, [ENTITY]: entity },
    })),
  );
  const inOrder = random.isTrue(0.5) ? lines : lines.toSorted((a, b) => a.at - b.at);
  const isLocal = formName === 'naive' || formName === 'day first';
  // What is moved about in an hour that clocks show twice may be read either way.
  const rows = (isLocal ? inOrder : disturbed(random, inOrder)).map(({ at, cells }) => ({
    at,
    cells: { time: form.write(label === 'end' ? at + step : at, zone), ...cells },
  }));
  const target = random.isTrue(0.6) ? [`${LOAD}_mean`] : [];
  const isPredicted = target.length > 0 && aggregated(values).includes(`${LOAD}_mean`);
  const delay = seed % 2 === 0 ? { delay: '90m' } : {};
  return {
    entities,
    entity: ENTITY,
    rows,
    spec: {
      time: {
        column: 'time',
        zone,
        format: form.format,
        cadence: `${cadence}m`,
        cadences: 'one',
        label,
        ...delay,
      },
      entity: ENTITY,
      values,
      interval: shape.interval,
      grid: random.oneOf(['complete', 'complete', 'observed']),
      coverage: random.isTrue(0.8),
      scaling: scalingOf(random.oneOf(['minmax', 'standard', 'robust', 'none']), seed),
      quarantine: { maxFraction: 1, conflicts: random.oneOf(['last', 'first', 'quarantine']) },
      partition: { entityBuckets: 1 },
      ...families,
      ...(aggregated(values).includes(`${LOAD}_mean`) && { target }),
      ...(seed % 3 === 0 && { encodings: encodingsOf(families, isPredicted) }),
    } as SpecInput,
  };
};
