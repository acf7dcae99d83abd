import { aggregatedNamed, contextOf } from '@wattline/features';
import { type Spec, targetColumns } from '@wattline/spec';
import type { Finding, Profile, ValueProfile } from './profile.ts';
import { rounded } from './rounded.ts';
import { seasons } from './season.ts';

const plain = (value: number): string =>
  new Intl.NumberFormat('en-US', { maximumSignificantDigits: 4 }).format(value);
const counted = (value: number): string => new Intl.NumberFormat('en-US').format(value);
const tenths = (value: number): string =>
  new Intl.NumberFormat('en-US', { maximumFractionDigits: 1 }).format(value);
const clock = (hour: number): string => `${String(hour).padStart(2, '0')}:00`;
const withUnit = (value: number, { unit }: ValueProfile): string =>
  unit === undefined ? plain(value) : `${plain(value)} ${unit}`;

/** By how many percent `a` is above `b`; undefined where that has no meaning, as of temperatures around zero. */
const percentAbove = (a: number, b: number): number | undefined =>
  a > 0 && b > 0 ? rounded((a / b - 1) * 100) : undefined;

/** Columns to speak of first: those the targets are made of, else those that are summed up, else all; three at most. */
const mainColumns = (all: readonly ValueProfile[], spec: Spec): ValueProfile[] => {
  // The readings of a register only grow, and a direction has no higher mean.
  const values = all.filter(
    ({ name }) => !['register', 'circular'].includes(spec.values[name]?.kind ?? 'gauge'),
  );
  const context = contextOf(spec);
  const targets = new Set(
    targetColumns(spec).map((target) => aggregatedNamed(context, target)?.source ?? target),
  );
  const aimed = values.filter(({ name }) => targets.has(name));
  const summed = values.filter(({ name }) => spec.values[name]?.aggregate.includes('sum'));
  return ([aimed, summed].find((some) => some.length > 0) ?? values).slice(0, 3);
};

/** The slots that have a mean, the highest first. */
const ranked = <Key>(keys: readonly Key[], means: readonly (number | null)[]) =>
  keys
    .flatMap((key, i) => {
      const mean = means[i] ?? null;
      return mean === null ? [] : [{ key, mean }];
    })
    .sort((a, b) => b.mean - a.mean);

const seasonFinding = (column: ValueProfile): Finding[] => {
  const order = ranked(
    seasons,
    seasons.map((season) => column.bySeason[season]),
  );
  const [high, low] = [order[0], order.at(-1)];
  if (high === undefined || low === undefined || high.mean === low.mean) return [];
  const percent = percentAbove(high.mean, low.mean);
  const more = percent === undefined ? '' : `, ${tenths(percent)} % more`;
  return [
    {
      code: 'SEASON',
      text: `${column.name} is highest in ${high.key} (mean ${withUnit(high.mean, column)}${more}) and lowest in ${low.key} (${withUnit(low.mean, column)}).`,
      values: {
        column: column.name,
        highest: high.key,
        highestMean: high.mean,
        lowest: low.key,
        lowestMean: low.mean,
        ...(percent === undefined ? {} : { percent }),
      },
    },
  ];
};

const hourFinding = (column: ValueProfile): Finding[] => {
  const order = ranked([...column.byHour.keys()], column.byHour);
  const [high, low] = [order[0], order.at(-1)];
  if (high === undefined || low === undefined || high.mean === low.mean) return [];
  return [
    {
      code: 'PEAK_HOUR',
      text: `${column.name} peaks in the hour from ${clock(high.key)} (mean ${withUnit(high.mean, column)}) and is lowest from ${clock(low.key)} (${withUnit(low.mean, column)}).`,
      values: {
        column: column.name,
        hour: high.key,
        mean: high.mean,
        lowestHour: low.key,
        lowestMean: low.mean,
      },
    },
  ];
};

const weekendFinding = (column: ValueProfile): Finding[] => {
  const { weekdayMean: weekday, weekendMean: weekend } = column;
  if (weekday === null || weekend === null) return [];
  const percent = percentAbove(weekday, weekend);
  const difference = rounded(weekday - weekend);
  const size =
    percent === undefined ? withUnit(Math.abs(difference), column) : `${tenths(Math.abs(percent))} %`;
  return [
    {
      code: 'WEEKDAY_WEEKEND',
      text:
        Math.abs(percent ?? difference) < 0.1
          ? `${column.name} is about the same on weekdays (mean ${withUnit(weekday, column)}) and weekends (${withUnit(weekend, column)}).`
          : `${column.name} is ${size} ${difference > 0 ? 'higher' : 'lower'} on weekdays (mean ${withUnit(weekday, column)}) than on weekends (${withUnit(weekend, column)}).`,
      values: {
        column: column.name,
        weekday,
        weekend,
        difference,
        ...(percent === undefined ? {} : { percent }),
      },
    },
  ];
};

const correlationFindings = ({ correlations }: Pick<Profile, 'correlations'>): Finding[] =>
  correlations
    .flatMap(({ a, b, r }) => (r === null ? [] : [{ a, b, r }]))
    .sort((x, y) => Math.abs(y.r) - Math.abs(x.r))
    .slice(0, 3)
    .map(({ a, b, r }) => ({
      code: 'CORRELATION',
      text: `${a} and ${b} ${r < 0 ? 'move against each other' : 'move together'} (r = ${r.toFixed(2)}).`,
      values: { a, b, r },
    }));

const gapFindings = ({ gaps }: Pick<Profile, 'gaps'>): Finding[] => {
  const worst = gaps?.longest[0];
  if (gaps === undefined || worst === undefined) return [];
  const { count, missing, cadence } = gaps;
  return [
    {
      code: 'GAPS',
      text: `${counted(missing)} ${missing === 1 ? 'reading is' : 'readings are'} missing in ${counted(count)} ${count === 1 ? 'gap' : 'gaps'} at one reading every ${cadence}; the longest, ${counted(worst.missing)} readings of ${worst.entity}, is between ${worst.from} and ${worst.to}.`,
      values: {
        gaps: count,
        missing,
        longest: worst.missing,
        entity: worst.entity,
        from: worst.from,
        to: worst.to,
      },
    },
  ];
};

const nullFindings = (values: readonly ValueProfile[], rows: number): Finding[] =>
  values
    .filter(({ nulls }) => nulls > 0)
    .sort((a, b) => b.nulls - a.nulls)
    .slice(0, 5)
    .map(({ name, nulls }) => {
      const percent = rounded((nulls / rows) * 100);
      return {
        code: 'NULLS',
        text: `${name} has no value in ${counted(nulls)} of ${counted(rows)} readings (${plain(percent)} %).`,
        values: { column: name, nulls, rows, percent },
      };
    });

const constantFindings = (values: readonly ValueProfile[]): Finding[] =>
  values.flatMap(({ name, count, min, max }) =>
    count > 1 && min !== null && min === max
      ? [{ code: 'CONSTANT', text: `${name} is always ${plain(min)}.`, values: { column: name, value: min } }]
      : [],
  );

/** The profile in sentences, each with the numbers it rests on. */
export const findings = (profile: Omit<Profile, 'findings'>, spec: Spec): Finding[] => {
  const main = mainColumns(profile.values, spec);
  return [
    ...main.flatMap(seasonFinding),
    ...main.flatMap(hourFinding),
    ...main.flatMap(weekendFinding),
    ...correlationFindings(profile),
    ...gapFindings(profile),
    ...nullFindings(profile.values, profile.rows),
    ...constantFindings(profile.values),
  ];
};
