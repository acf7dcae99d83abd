import { durationMs, type Spec } from '@wattline/spec';

/** How feature columns are called. */
export interface Naming {
  /** Year, Month, Day, Hour. */
  readonly date: (field: string) => string;
  /** Weekday, DayOfYear, IsWeekend, IsHoliday. */
  readonly calendar: (field: string) => string;
  /** One of the columns of TimeOfDay or Season. */
  readonly calendarValue: (field: string, value: string) => string;
  readonly cyclical: (field: string, wave: 'sin' | 'cos') => string;
  /** A value of a category, before aggregation. */
  readonly category: (column: string, value: string) => string;
  readonly aggregatedCategory: (column: string, value: string, aggregation: string) => string;
  readonly aggregate: (column: string, aggregation: string) => string;
  readonly lag: (column: string, by: string) => string;
  readonly rolling: (column: string, window: string, statistic: string) => string;
  readonly difference: (column: string, over: string) => string;
  /** Whether the values of TimeOfDay and Season stand in the order of the alphabet, not of time. */
  readonly alphabetical: boolean;
}

const wattline: Naming = {
  date: (field) => field,
  calendar: (field) => field,
  calendarValue: (field, value) => `${field}_${value}`,
  cyclical: (field, wave) => `${field}_${wave}`,
  category: (column, value) => `${column}_${value}`,
  aggregatedCategory: (column, value) => `${column}_${value}`,
  aggregate: (column, aggregation) => `${column}_${aggregation}`,
  lag: (column, by) => `${column}_lag${by}`,
  rolling: (column, window, statistic) => `${column}_rolling${window}_${statistic}`,
  difference: (column, over) => `${column}_diff${over}`,
  alphabetical: false,
};

/** As the lab has it: what it aggregates by `first` says so, and lags are counted in rows. */
const rayLab = (interval: string): Naming => ({
  ...wattline,
  calendar: (field) => `${field}_first`,
  calendarValue: (field, value) => `${field}_${value}_first`,
  aggregatedCategory: (column, value, aggregation) => `${column}_${value}_${aggregation}`,
  lag: (column, by) => `${column}_lag${durationMs(by) / durationMs(interval)}`,
  alphabetical: true,
});

export const namingOf = (spec: Pick<Spec, 'naming' | 'interval'>): Naming =>
  spec.naming === 'ray-lab' ? rayLab(spec.interval) : wattline;
