import { orderedColumns, usedFamilies } from '@wattline/features';
import { calendarMonths, durationMs, type Spec } from '@wattline/spec';
import { fixedOffsetMs } from '@wattline/time-zones';
import { featureEntity } from './features/entity-column.ts';
import { hasAvailableAt } from './features/feature-columns.ts';
import { roleOf, targetSources } from './features/roles.ts';

/** Clocks go back by an hour, but for one island's. */
const leastChangeBackMs = (zone: string): number =>
  zone === 'Australia/Lord_Howe' || zone === 'Australia/LHI' ? 1_800_000 : 3_600_000;

const DAY = 86_400_000;

/** By how much clocks go forward. */
const skipMs = (zone: string): number => (zone === 'Antarctica/Troll' ? 2 : 1) * leastChangeBackMs(zone);

/** Whether clocks may leave so little of an interval that no reading was expected in it. */
const mayBeSkipped = ({ interval, time }: Spec): boolean => {
  if (calendarMonths(interval) !== undefined || fixedOffsetMs(time.zone) !== undefined) return false;
  const [length, skip] = [durationMs(interval), skipMs(time.zone)];
  if (skip % length === 0) return false;
  const step = Math.min(length, durationMs(time.cadence ?? interval));
  return length <= skip || length - skip <= step / 2;
};

/** A reading that reaches but so little into an interval, as a share of its time, was cut before it. */
const LITTLE = 0.1;

/** Whether a total may be of ten intervals or more, the last of which it fills. */
const mayFillMany = ({ values, interval, time }: Spec): boolean => {
  if (!Object.values(values).some(({ kind }) => kind === 'total')) return false;
  if (time.cadences === 'own') return true;
  const months = calendarMonths(interval);
  const length = months === undefined ? durationMs(interval) : months * 28 * DAY;
  // Clocks may skip a part of it.
  const shortest = length - (fixedOffsetMs(time.zone) === undefined ? skipMs(time.zone) : 0);
  return shortest <= durationMs(time.cadence ?? interval) * 1.2 * LITTLE;
};

/** Whether feature columns are called otherwise than the file's own. */
const hasOtherNames = (spec: Spec): boolean => {
  if (spec.naming !== 'wattline') return false;
  const [plain, written] = [spec, { ...spec, naming: 'as-written' as const }].map((one) =>
    [featureEntity(one), ...orderedColumns(usedFamilies(one)).map(({ name }) => name)].join('\n'),
  );
  return plain !== written;
};

/** A change to the engine after which some specs give other sealed bytes. */
interface EngineChange {
  /** From 1 on, never used twice. */
  readonly number: number;
  readonly title: string;
  /** Whether a spec gives other bytes than before. Only then is it part of the spec's versions. */
  readonly touches: (spec: Spec) => boolean;
  /** Whether feature partitions stay as they were. */
  readonly keepsPartitions?: boolean;
}

/**
 * Every change of sealed bytes since ENGINE_VERSION, each with its chapter in docs/engine-changes.md.
 *
 * A set of a spec that a change does not touch keeps its version and its bytes.
 */
const engineChanges: readonly EngineChange[] = [
  {
    number: 1,
    title: 'Training sets withhold what is not known before the interval',
    touches: (spec) => {
      const columns = orderedColumns(usedFamilies(spec));
      const role = roleOf(spec, columns);
      const predicted = targetSources(spec, columns);
      // What is made of a target's own readings was withheld before, too.
      return columns.some(
        (column) => role(column) === 'withheld' && !column.sources.some((source) => predicted.has(source)),
      );
    },
  },
  {
    number: 2,
    title: 'Readings come by the own cadence of their series',
    // Ends of intervals after a gap went back by the gap.
    touches: ({ time }) => time.cadences === 'own' || time.label === 'end',
  },
  {
    number: 3,
    title: 'A file may end in an interval in which clocks go back',
    touches: ({ interval, time }) =>
      calendarMonths(interval) === undefined &&
      fixedOffsetMs(time.zone) === undefined &&
      durationMs(interval) > leastChangeBackMs(time.zone),
  },
  {
    number: 4,
    title: 'Each interval should have one reading at least',
    touches: (spec) => spec.coverage && (mayBeSkipped(spec) || spec.time.cadences === 'own'),
  },
  {
    number: 5,
    title: 'Profiles are put together from parts',
    touches: () => true,
    keepsPartitions: true,
  },
  {
    number: 6,
    title: 'A total fills the last of its intervals',
    touches: mayFillMany,
  },
  {
    number: 7,
    title: 'A manifest says what serving needs',
    touches: () => true,
    keepsPartitions: true,
  },
  {
    number: 8,
    title: 'Columns have names that all tools take',
    touches: hasOtherNames,
  },
  {
    number: 9,
    title: 'Rows say when they can be known',
    touches: hasAvailableAt,
  },
];

/** Numbers of the changes that touch a spec, in their order. */
export const changesTouching = (spec: Spec): number[] =>
  engineChanges.filter(({ touches }) => touches(spec)).map(({ number }) => number);

/** Numbers of those that touch the bytes of its feature partitions. */
export const changesOfPartitions = (spec: Spec): number[] =>
  engineChanges
    .filter(({ touches, keepsPartitions }) => keepsPartitions !== true && touches(spec))
    .map(({ number }) => number);
