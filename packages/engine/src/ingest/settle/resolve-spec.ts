import { columnsNotSpread } from '@wattline/features';
import { calendarMonths, durationMs, isTimeless, Spec } from '@wattline/spec';
import { durationText } from './cadence.ts';
import { defaultTimes } from './plausible-times.ts';

const HOUR = 3_600_000;

/** An inferred spec's interval and lags are for readings at least hourly; slower ones need longer. */
const forCadence = (spec: Spec, cadence: string): Spec => {
  const cadenceMs = durationMs(cadence);
  if (cadenceMs <= HOUR || isTimeless(spec)) {
    return spec;
  }
  const months = calendarMonths(cadence);
  const times = (count: number): string =>
    months === undefined ? durationText(cadenceMs * count) : `${months * count}mo`;
  const daily = cadenceMs === 24 * HOUR ? [1, 2, 7, 14, 28] : [1, 2, 3, 4, 7];
  // As many as there are in a year are of the same season.
  const by = months === undefined ? daily : [...new Set([1, 2, 3, Math.max(4, 12 / months)])];
  return Spec.parse({
    ...spec,
    interval: months === undefined ? durationText(cadenceMs) : cadence,
    lags: { ...spec.lags, by: by.map(times) },
  });
};

/** The spec with nothing left open: format, cadence and number of buckets are concrete. */
export const resolveSpec = (
  spec: Spec,
  found: {
    readonly format: string;
    readonly cadence: string | undefined;
    /** Whether not all readings come by it. */
    readonly ownSteps: boolean;
    readonly entityBuckets: number;
    readonly inferred: boolean;
    readonly vocabularies: ReadonlyMap<string, readonly string[]>;
    /** Whether rows were refused for their time: what bounded it is then part of the spec. */
    readonly refusedTimes: boolean;
  },
  warnings: string[],
): Spec => {
  const given = spec.time.cadence;
  let cadence = given ?? found.cadence ?? spec.interval;
  const fitted = found.inferred ? forCadence(spec, cadence) : spec;
  if (durationMs(cadence) > durationMs(fitted.interval) && columnsNotSpread(fitted).length > 0) {
    warnings.push(
      `readings come every ${cadence}, the spec's interval is ${fitted.interval}: intervals will be empty; write interval: ${cadence} or longer`,
    );
    cadence = fitted.interval;
  }
  if (given !== undefined && found.cadence !== undefined && durationMs(given) !== durationMs(found.cadence)) {
    warnings.push(`the spec says that readings come every ${given}; most come every ${found.cadence}`);
  }
  const categories = Object.fromEntries(
    Object.entries(fitted.categories).map(([column, category]) => [
      column,
      { ...category, vocabulary: [...(found.vocabularies.get(column) ?? category.vocabulary)] },
    ]),
  );
  return {
    ...fitted,
    // They say what may be read and what stays, not what is made of it.
    limits: undefined,
    keep: undefined,
    time: {
      ...(found.refusedTimes && defaultTimes),
      ...fitted.time,
      format: found.format,
      ...(found.ownSteps && { cadences: 'own' as const }),
      cadence,
    },
    categories,
    partition: { ...fitted.partition, entityBuckets: found.entityBuckets },
  };
};
