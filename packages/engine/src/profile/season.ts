import type { Spec } from '@wattline/spec';
import type { SeasonName } from './profile.ts';

export const seasons: readonly SeasonName[] = ['Winter', 'Spring', 'Summer', 'Autumn'];

/** Meteorological: December to February is winter in the north and summer in the south. `month` counts from 1. */
export const seasonOf = (month: number, hemisphere: Spec['calendar']['hemisphere']): SeasonName => {
  const quarter = Math.floor((month % 12) / 3);
  return seasons[(quarter + (hemisphere === 'south' ? 2 : 0)) % 4] ?? 'Winter';
};
