import type { Spec } from '@wattline/spec';
import { RejectedError } from '../../../errors.ts';
import type { Finding } from '../../inspect/finding.ts';
import type { StepCount } from '../cadence.ts';
import { durationText } from '../cadence.ts';
import type { RegisterEvent } from './classify.ts';
import type { Occurrence, RegisterTally } from './tally.ts';

const times = (count: number): string => (count === 1 ? 'once' : `${count} times`);

/** Readings of several files have no line. */
const onLine = (line: number): string => (line === 0 ? '' : ` on line ${line}`);

const place = ({ line, before, level }: Occurrence): string => `from ${before} to ${level}${onLine(line)}`;

/** What to say of an event, and what became of what the register counted then. */
const inWords: Readonly<
  Record<RegisterEvent, (tally: RegisterTally, options: Spec['values'][string]) => readonly [string, string]>
> = {
  'rolled-over': ({ turns, name }, { rollsOverAt }) => [
    `rolled over at ${turns.join(' and ')}`,
    rollsOverAt === undefined
      ? `what it counted then is like all else; set values.${name}.rollsOverAt to be sure`
      : 'it was counted through',
  ],
  reset: ({ name }, { onReset = 'from-zero' }) => [
    'went back to 0',
    `what it counted then is ${onReset === 'from-zero' ? 'what it showed since' : 'unknown'} (values.${name}.onReset: ${onReset})`,
  ],
  exchanged: ({ name }, { onExchange = 'unknown' }) => [
    'jumped to another level, as an exchanged meter does',
    `what it counted then is ${onExchange} (values.${name}.onExchange: ${onExchange}); where that was consumption, set values.${name}.mostPerHour`,
  ],
  gap: ({ name }, { bridge = '' }) => [
    `had no reading for longer than ${bridge}`,
    `what it counted then is unknown (values.${name}.bridge)`,
  ],
};

const eventWarnings = (tally: RegisterTally, options: Spec['values'][string]): string[] =>
  (['rolled-over', 'reset', 'exchanged', 'gap'] as const).flatMap((event) => {
    const happened = tally.events[event];
    if (happened === undefined) return [];
    const [what, then] = inWords[event](tally, options);
    const first = `${happened.count === 1 ? '' : 'first '}${place(happened.first)}`;
    return [`register '${tally.name}' ${what} ${times(happened.count)} (${first}): ${then}`];
  });

const apartWarnings = ({ name, apart }: RegisterTally): string[] => {
  const { REGISTER_ZERO: zeros, REGISTER_APART: others } = apart;
  return [
    ...(zeros === undefined
      ? []
      : [
          `register '${name}' showed 0 between two like readings ${times(zeros.count)}${zeros.first.line === 0 ? '' : ` (first${onLine(zeros.first.line)})`}: these cells are in quarantine, and it was counted over them`,
        ]),
    ...(others === undefined
      ? []
      : [
          `register '${name}' had ${others.count} single reading${others.count === 1 ? '' : 's'} apart from those before and after (first ${others.first.level}${onLine(others.first.line)}): these cells are in quarantine, and it was counted over them`,
        ]),
  ];
};

/** Times without a reading over which what was counted is spread, though nobody knows when it was. */
const gapWarning = (
  { name }: RegisterTally,
  { bridge }: Spec['values'][string],
  steps: readonly StepCount[],
  usualMs: number,
): string[] => {
  const long = steps.filter(({ ms }) => ms > usualMs * 2);
  const count = long.reduce((sum, step) => sum + step.count, 0);
  const most = Math.max(...long.map(({ ms }) => ms));
  return bridge !== undefined || count === 0
    ? []
    : [
        `what register '${name}' counted in ${count} gap${count === 1 ? '' : 's'} (the longest ${durationText(most)}) is spread evenly over ${count === 1 ? 'it' : 'them'}; set values.${name}.bridge to leave longer ones empty`,
      ];
};

/** Of steps that jump, in a column that is not declared as a register. */
const MOST_INFERRED = 0.02;

/** Throws RejectedError where a column jumps to and fro as no register does. */
export const refuseImplausible = (
  tallies: readonly RegisterTally[],
  { spec, name: file, inferred }: { readonly name: string; readonly spec: Spec; readonly inferred: boolean },
): void => {
  const most = inferred ? Math.min(MOST_INFERRED, spec.quarantine.maxFraction) : spec.quarantine.maxFraction;
  for (const { name, steps, events, apart } of tallies) {
    // An undeclared register that begins again too often is none.
    const begun = inferred ? [events.reset, events['rolled-over']] : [];
    const odd = [events.exchanged, apart.REGISTER_APART, ...begun].filter((one) => one !== undefined);
    const count = odd.reduce((sum, one) => sum + one.count, 0);
    const [first] = odd;
    if (first === undefined || count < 3 || count <= steps * most) continue;
    throw new RejectedError(
      'REGISTER_IMPLAUSIBLE',
      `column '${name}' of ${file} is read as a register and jumps to and fro in ${count} of ${steps} steps (${place(first.first)}): hardly a counter that only grows`,
      {
        place: { file, line: first.first.line, column: name },
        remedy: `set values.${name}.kind: gauge; if several meters are read as one, name the column that identifies them (entity)`,
      },
    );
  }
};

/** What to say of the registers of a file. */
export const registerWarnings = (
  tallies: readonly RegisterTally[],
  file: {
    readonly spec: Spec;
    readonly steps: readonly StepCount[];
    /** What most readings come after, and an interval: a gap within one moves nothing. */
    readonly usualMs: number;
  },
): string[] =>
  tallies.flatMap((tally) => {
    const options = file.spec.values[tally.name];
    if (options === undefined) return [];
    return [
      ...eventWarnings(tally, options),
      ...apartWarnings(tally),
      ...gapWarning(tally, options, file.steps, file.usualMs),
    ];
  });

/** What the whole file shows of registers that were found out from its sample. */
export const registerEvidence = (tallies: readonly RegisterTally[]): Finding[] =>
  tallies.map(({ name, steps, events, apart }) => {
    const odd = [...Object.values(events), ...Object.values(apart)].reduce(
      (sum, { count }) => sum + count,
      0,
    );
    return {
      about: name,
      decision: 'register: a counter',
      because: `of ${steps} steps of the whole file ${odd === 0 ? 'all are such as it counts' : `all but ${odd} are such as it counts`}`,
      alternatives: ['gauge'],
      key: `values.${name}.kind`,
    };
  });
