import type { Spec } from '@wattline/spec';
import type { ValueProfile } from './profile.ts';
import { ratio } from './rounded.ts';
import { seasonOf, seasons } from './season.ts';
import type { Slot, ValueTotals } from './value-sums.ts';

const meanOf = (some: readonly Slot[]) =>
  ratio(
    some.reduce((total, slot) => total + slot.sum, 0),
    some.reduce((total, slot) => total + slot.count, 0),
  );

type LocalMeans = Pick<
  ValueProfile,
  'byHour' | 'byWeekday' | 'byMonth' | 'bySeason' | 'weekdayMean' | 'weekendMean'
>;

/** Means of a column over local time. */
export const localMeans = (
  { hour, weekday, month }: Pick<ValueTotals, 'hour' | 'weekday' | 'month'>,
  hemisphere: Spec['calendar']['hemisphere'],
): LocalMeans => {
  const inSeason = (name: string) => month.filter((_, i) => seasonOf(i + 1, hemisphere) === name);
  const [winter = null, spring = null, summer = null, autumn = null] = seasons.map((season) =>
    meanOf(inSeason(season)),
  );
  return {
    byHour: hour.map((slot) => meanOf([slot])),
    byWeekday: weekday.map((slot) => meanOf([slot])),
    byMonth: month.map((slot) => meanOf([slot])),
    bySeason: { Winter: winter, Spring: spring, Summer: summer, Autumn: autumn },
    weekdayMean: meanOf(weekday.slice(0, 5)),
    weekendMean: meanOf(weekday.slice(5)),
  };
};
