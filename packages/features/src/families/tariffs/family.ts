import type { z } from 'zod';
import { requireUnique } from '../../columns-option.ts';
import type { FamilyContext } from '../../context.ts';
import { type AddIssue, type ColumnDraft, defineFamily, type Value } from '../../definition.ts';
import { holidaysOf } from '../../local/holidays.ts';
import { requireWholeTimes, timesTest } from '../../local/times.ts';
import { oncePerInterval } from '../../once-per-interval.ts';
import type { Interval } from '../../online.ts';
import { Tariffs } from './options.ts';

const PRICE = 'price';

const hasPrices = ({ bands }: Tariffs): boolean => bands.some(({ price }) => price !== undefined);

const tariffColumns = (options: Tariffs): ColumnDraft[] => [
  ...options.bands.map(({ name }, i): ColumnDraft => {
    const others = i === 0 ? '' : ', and in none before it';
    return {
      name: `tariff_${name}`,
      kind: 'tariff',
      dtype: 'Int64',
      sources: [],
      unit: undefined,
      description: `1 where the interval’s local start is in the band ${name}${others}`,
    };
  }),
  ...(hasPrices(options)
    ? [
        {
          name: `tariff_${PRICE}`,
          kind: 'tariff',
          dtype: 'Float64',
          sources: [],
          unit: options.unit,
          description: 'Price of the band that the interval’s local start is in, null where it is in none',
          scaled: true,
        } as const,
      ]
    : []),
];

const valuesOf = (options: Tariffs): ((interval: Interval) => Value[]) => {
  const holidays = options.holidays && holidaysOf(options.holidays, 'tariffs.holidays');
  const tests = options.bands.map(({ when }) => when?.map((times) => timesTest(times, holidays)));
  const isPriced = hasPrices(options);
  return ({ local }) => {
    const band = tests.findIndex((some) => some === undefined || some.some((test) => test(local)));
    const values: Value[] = tests.map((_, i) => (i === band ? 1 : 0));
    if (isPriced) values.push(options.bands[band]?.price ?? null);
    return values;
  };
};

const check = ({ bands, unit }: Tariffs, context: FamilyContext, addIssue: AddIssue): void => {
  const named = bands.map(({ name }) => name);
  requireUnique(['bands'], named, addIssue);
  const priced = bands.filter(({ price }) => price !== undefined);
  for (const [i, { name, price, when }] of bands.entries()) {
    if (name === PRICE)
      addIssue(['bands', i, 'name'], `${PRICE} is the column of prices`, 'give the band another name');
    if (when === undefined && i < bands.length - 1)
      addIssue(['bands', i], `${name} holds at any time, and none after it ever`, 'say when, or put it last');
    if (price === undefined && priced.length > 0)
      addIssue(
        ['bands', i],
        `${name} has no price, and others have one`,
        'give each band its price, or none',
      );
  }
  if (unit !== undefined && priced.length === 0)
    addIssue(['unit'], 'is that of prices, and no band has one', 'give each band its price, or remove unit');
  const hours = bands.flatMap(({ when = [] }, band) =>
    when.flatMap((times, i) =>
      (times.hours ?? []).map((text, j) => ({ path: ['bands', band, 'when', i, 'hours', j], hours: text })),
    ),
  );
  requireWholeTimes(hours, context, addIssue);
};

const example: z.input<typeof Tariffs> = {
  bands: [
    {
      name: 'peak',
      price: 0.31,
      when: [
        {
          days: ['Mon', 'Tue', 'Wed', 'Thu', 'Fri'],
          hours: ['08:00-10:00', '17:00-20:00'],
          season: { from: '11-01', until: '03-31' },
        },
      ],
    },
    { name: 'night', price: 0.12, when: [{ hours: ['22:00-06:00'] }] },
    { name: 'standard', price: 0.2 },
  ],
  unit: 'EUR/kWh',
};

export const tariffs = defineFamily({
  key: 'tariffs',
  summary: 'Which band of a tariff holds as the interval begins, and its price',
  grain: 'calendar',
  options: Tariffs.optional().describe('Bands of a tariff by weekday, hour and season'),
  example,
  availability: 'calendar',
  scaled: false,
  lookback: () => 0,
  columns: tariffColumns,
  check,
  apply: (options, context) => oncePerInterval(tariffColumns(options), valuesOf(options), context),
  online: (options) => valuesOf(options),
});
