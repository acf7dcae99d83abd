import { z } from 'zod';
import { Columns } from '../../columns.ts';
import { chosenColumns, wholeSteps } from '../../columns-option.ts';
import type { FamilyContext } from '../../context.ts';
import { Duration } from '../../duration.ts';
import { READINGS } from '../../internal-columns.ts';
import type { WindowSummary } from '../../windows/summary.ts';
import { changes, presence } from './summaries.ts';

const Event = z.enum(['reading', 'value', 'change']);
type Event = z.infer<typeof Event>;

export const Since = z.strictObject({
  of: z
    .array(Event)
    .min(1)
    .default(['reading', 'change'])
    .describe(
      'reading: the last interval with a reading; value: with a value, of each column; change: with another value than the one before it',
    ),
  within: Duration.describe(
    'How far back is looked: null where nothing happened in that time; both values of a change lie in it',
  ),
  columns: Columns.describe('Aggregated columns of which values and changes are told'),
});
export type Since = z.output<typeof Since>;

export interface SinceColumn {
  readonly event: Event;
  readonly name: string;
  /** The column of which values count, or the one that counts readings. */
  readonly column: string;
  /** The same as feature rows call it. */
  readonly of: string;
  /** Of the readings. */
  readonly sources: readonly string[];
  readonly summary: WindowSummary;
  /** The part of the summary that is told: so many intervals before the last one. */
  readonly part: string;
}

/** Null where an interval has no reading. */
export const ANY_READING = `${READINGS}, any`;

export const sinceColumns = ({ of, columns }: Since, context: FamilyContext): SinceColumn[] => {
  const ofReadings = of.flatMap((event): SinceColumn[] =>
    event === 'reading'
      ? [
          {
            event,
            name: 'hours_since_reading',
            column: ANY_READING,
            of: ANY_READING,
            sources: [],
            summary: presence,
            part: 'last',
          },
        ]
      : [],
  );
  const ofValues = chosenColumns(context, columns, 'since.columns').flatMap(({ name, source }) =>
    of.flatMap((event): SinceColumn[] => {
      const own = {
        event,
        name: `${name}_hours_since_${event}`,
        column: context.measuredOf(name),
        of: name,
        sources: [source],
      };
      if (event === 'value') return [{ ...own, summary: presence, part: 'last' }];
      return event === 'change' ? [{ ...own, summary: changes, part: 'change' }] : [];
    }),
  );
  return [...ofReadings, ...ofValues];
};

export const stepsWithin = ({ within }: Since, context: FamilyContext): number =>
  wholeSteps(context, within, 'since.within');
