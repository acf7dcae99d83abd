import { calendarMonths, durationMs, isTimeless, type Spec } from '@wattline/spec';
import { RejectedError } from '../../errors.ts';
import { isCustomary } from './cadence.ts';

/** What came of reading a file, as far as it shows whether the reading is right. */
export interface Outcome {
  readonly name: string;
  readonly spec: Spec;
  readonly inferred: boolean;
  /** The dataset has other uploads: what its series are is settled, and a few readings are a correction. */
  readonly isFurther: boolean;
  readonly timeName: string;
  readonly rows: number;
  readonly entities: number;
  /** First and last reading, ms. */
  readonly from: number;
  readonly to: number;
  /** Time from the first to the last reading, added up over all entities, ms. */
  readonly spanMs: number;
  readonly cadence: string | undefined;
  /** How many readings there would be without gaps, where they do not all come by the same cadence. */
  readonly expected: number | undefined;
}

interface Doubt {
  readonly code: string;
  readonly message: string;
  readonly column: string;
  readonly remedy: string;
}

const HOUR = 3_600_000;
const YEAR = 365.25 * 24 * HOUR;
/** Of the readings that there would be at this cadence. */
const FEWEST = 0.15;
/** Fewer readings of a further file do not show how its series come. */
const FEWEST_OF_FURTHER = 24;

const day = (ms: number): string => new Date(ms).toISOString().slice(0, 10);

const timeDoubt = ({ name, timeName, from, to }: Outcome): Doubt | undefined =>
  from >= Date.UTC(1900, 0, 1) && to <= Date.now() + 2 * YEAR
    ? undefined
    : {
        code: 'TIME_IMPLAUSIBLE',
        message: `the readings of ${name} lie between ${day(from)} and ${day(to)}: hardly a time of readings`,
        column: timeName,
        remedy: 'set time.column and time.format in the spec to what the file has',
      };

const entityDoubt = ({ name, spec, rows, entities, isFurther }: Outcome): Doubt | undefined =>
  isFurther || isTimeless(spec) || spec.entity === undefined || entities < 3 || rows / entities >= 1.5
    ? undefined
    : {
        code: 'ENTITY_IMPLAUSIBLE',
        message: `column '${spec.entity}' of ${name} has ${entities} values in ${rows} rows: about one reading for each series`,
        column: spec.entity,
        remedy: 'name the column that identifies the series (entity), or none, in a spec',
      };

/** Days that halves and thirds of months have most often; their intervals would drift against them. */
const partsOfMonths: ReadonlyMap<string, string> = new Map([
  ['15d', 'the 1st and the 16th'],
  ['10d', 'the 1st, the 11th and the 21st'],
]);

const monthPartDoubt = (outcome: Outcome): Doubt | undefined => {
  const { name, timeName, cadence, spec, inferred, isFurther, rows } = outcome;
  if (isFurther && rows < FEWEST_OF_FURTHER) return undefined;
  const days = partsOfMonths.get(cadence ?? '');
  const isDeclared = !inferred && spec.time.cadence !== undefined;
  if (cadence === undefined || days === undefined || isDeclared) return undefined;
  return {
    code: 'CADENCE_IMPLAUSIBLE',
    message: `the readings of ${name} would come every ${cadence} by '${timeName}', as those of ${days} of each month nearly do`,
    column: timeName,
    remedy: `set interval: 1mo and time.cadence: ${cadence} for a row for each month; if they do come every ${cadence}, set both to ${cadence}`,
  };
};

const intervalDoubt = (outcome: Outcome): Doubt | undefined => {
  const { name, timeName, cadence, rows, spanMs, entities, isFurther } = outcome;
  if (cadence === undefined || (isFurther && rows < FEWEST_OF_FURTHER)) return undefined;
  const ms = durationMs(cadence);
  if (ms > HOUR && !isCustomary(ms) && calendarMonths(cadence) === undefined) {
    return {
      code: 'CADENCE_IMPLAUSIBLE',
      message: `the readings of ${name} would come every ${cadence} by '${timeName}', which nobody would choose`,
      column: timeName,
      remedy:
        'name all columns of the time (time.column) and the column that identifies the series (entity) in a spec; if it is right, set time.cadence and interval',
    };
  }
  const expected = outcome.expected ?? spanMs / ms + entities;
  if (rows >= expected * FEWEST) return undefined;
  return {
    code: 'COVERAGE_IMPLAUSIBLE',
    message: `${name} has ${rows} readings where ${Math.round(expected)} are expected if they come every ${cadence}: the time in '${timeName}' or its cadence is read wrongly, or nearly all readings are missing`,
    column: timeName,
    remedy: 'set time.cadence in the spec, and time.format if the times are wrong',
  };
};

/**
 * Whether a reading of a file gave what real series are. Gives warnings; throws RejectedError where nobody declared how
 * the file is to be read.
 */
export const checkPlausible = (outcome: Outcome): string[] => {
  const doubts = [timeDoubt, entityDoubt, monthPartDoubt, intervalDoubt].flatMap(
    (check) => check(outcome) ?? [],
  );
  const [first] = doubts;
  if (first !== undefined && outcome.inferred) {
    throw new RejectedError(first.code, first.message, {
      place: { file: outcome.name, column: first.column },
      remedy: first.remedy,
    });
  }
  return doubts.map(({ message, remedy }) => `${message}; ${remedy}`);
};
