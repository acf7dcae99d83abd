import { createHourReader } from '@wattline/cells';

const isoHour = /^\d{4}-\d{2}-\d{2}[T ](\d{2})/;

/** The hours of the clock, 0 to 24, that timestamps of a format have. */
export const hoursIn = (format: string, texts: readonly string[]): ReadonlySet<number> => {
  const read = format === 'iso' ? undefined : createHourReader(format);
  return new Set(
    texts.flatMap((text) => {
      if (read !== undefined) return read(text) ?? [];
      const hour = isoHour.exec(text)?.[1];
      return hour === undefined ? [] : [Number(hour)];
    }),
  );
};
