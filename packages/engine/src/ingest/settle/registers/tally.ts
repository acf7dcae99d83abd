import type { ReasonCode } from '@wattline/cells';
import pl, { type DataFrame } from 'nodejs-polars';
import { LINE } from '../../read/fields.ts';
import { BEFORE, EVENT, type RegisterEvent, TURN } from './classify.ts';
import { LEVEL } from './levels.ts';

/** The first in the file of what happened to a register. */
export interface Occurrence {
  readonly line: number;
  readonly before: number;
  readonly level: number;
}

interface Happened {
  readonly count: number;
  readonly first: Occurrence;
}

/** What happened to a register, over all entities. */
export interface RegisterTally {
  readonly name: string;
  /** Times from one reading to the next. */
  readonly steps: number;
  readonly events: Readonly<Partial<Record<RegisterEvent, Happened>>>;
  /** Where it rolled over. */
  readonly turns: readonly number[];
  /** Single readings that lay apart from those around them. */
  readonly apart: Readonly<Partial<Record<ReasonCode, Happened>>>;
}

const numbers = (frame: DataFrame, column: string): number[] => frame.getColumn(column).toArray().map(Number);

const happenedIn = (rows: DataFrame, before: string): Happened => {
  const first = rows.sort(pl.col(LINE)).head(1);
  const [line = 0] = numbers(first, LINE);
  const [was = 0] = numbers(first, before);
  const [level = 0] = numbers(first, LEVEL);
  return { count: rows.height, first: { line, before: was, level } };
};

const together = (a: Happened | undefined, b: Happened): Happened =>
  a === undefined ? b : { count: a.count + b.count, first: a.first.line <= b.first.line ? a.first : b.first };

/** Tallies a register's steps, bucket by bucket. */
export const createTally = (name: string) => {
  const events: Partial<Record<RegisterEvent, Happened>> = {};
  const apart: Partial<Record<ReasonCode, Happened>> = {};
  const turns = new Set<number>();
  let steps = 0;
  return {
    add: (
      frame: DataFrame,
      removed: readonly { readonly code: ReasonCode; readonly rows: DataFrame }[],
    ): void => {
      steps += frame.height - frame.getColumn(BEFORE).nullCount();
      const odd = frame.filter(pl.col(EVENT).isNotNull());
      for (const part of odd.height === 0 ? [] : odd.partitionBy([EVENT])) {
        const event = String(part.getColumn(EVENT).toArray()[0]) as RegisterEvent;
        events[event] = together(events[event], happenedIn(part, BEFORE));
      }
      for (const turn of numbers(odd.filter(pl.col(TURN).isNotNull()), TURN)) turns.add(turn);
      for (const { code, rows } of removed) apart[code] = together(apart[code], happenedIn(rows, LEVEL));
    },
    found: (): RegisterTally => ({
      name,
      steps,
      events: { ...events },
      turns: [...turns].sort((a, b) => a - b),
      apart: { ...apart },
    }),
  };
};
