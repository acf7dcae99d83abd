import { countedPass, dayCount, withoutPass } from '@wattline/cells';
import type { TimeChoice } from './choose-time.ts';
import { textsOf } from './clock-columns.ts';
import type { SampleTable } from './columns.ts';
import type { Question } from './finding.ts';
import { zonesOfChange } from './second-pass.ts';
import { readerOf } from './time-format.ts';

const DAY = 86_400_000;
const lengths: Readonly<Record<string, number>> = { h: 3_600_000, m: 60_000, s: 1000 };

/** Reads a time's text without the numbers that count periods, ms. */
export const dateReader = (time: TimeChoice): ((text: string) => number | undefined) => {
  const read = readerOf(time.format);
  return (text) => {
    const words = text.split(/\s+/);
    return read(words.slice(0, words.length - time.periods.length).join(' '));
  };
};

/** Whether the times of a table go back from row to row. */
export const isDescending = (table: SampleTable, time: TimeChoice): boolean => {
  const read = dateReader(time);
  const times = textsOf(table, time.columns).flatMap((text) => read(text) ?? []);
  return (times.at(-1) ?? 0) < (times[0] ?? 0);
};

/** Zones whose clocks go back on the day of a time, those of all continents where that says nothing. */
export const zonesFor = (time: TimeChoice, example: string): readonly string[] => {
  const at = dateReader(time)(example);
  const zones = at === undefined ? [] : zonesOfChange(Math.floor(at / DAY) * DAY);
  return zones.length > 0 ? zones : ['Europe/Berlin', 'America/New_York', 'Australia/Sydney'];
};

/** A day with an hour more than 24 is one on which clocks go back: the question where. */
export const longDay = (table: SampleTable, time: TimeChoice): Question | undefined => {
  const [length = ''] = time.periods;
  const [clock] = time.columns.slice(-time.periods.length);
  const ms = Number(length.slice(0, -1)) * (lengths[length.slice(-1)] ?? 0);
  if (time.periods.length === 0 || clock === undefined || ms === 0) return undefined;
  const most = DAY / ms - 1 + time.firstPeriod;
  const row = table.rows.findIndex((cells) => (dayCount((cells[clock.index] ?? '').trim()) ?? 0) > most);
  const example = row === -1 ? undefined : textsOf(table, time.columns)[row];
  return example === undefined
    ? undefined
    : {
        about: clock.name,
        question: `'${clock.name}' goes beyond ${most} (${example}): this day is longer, as clocks went back; in which zone were the times read?`,
        candidates: zonesFor(time, example),
        key: 'time.zone',
      };
};

/** Letters that say which pass of an hour a time is of are a question as well: where do clocks go back? */
export const letteredHour = (table: SampleTable, time: TimeChoice): Question | undefined => {
  const texts = textsOf(table, time.columns);
  const read = readerOf(time.format);
  const isLettered = (text: string): boolean => {
    if (!/\d[ABX]|[AB]\)?$|\([A-Z]{2,4}T\)/i.test(text)) return false;
    if (time.periods.length > 0) return countedPass(text.split(/\s+/).at(-time.periods.length) ?? '') > 0;
    const plain = read(text) === undefined ? withoutPass(text) : undefined;
    return plain !== undefined && read(plain.text) !== undefined;
  };
  const example = texts.find(isLettered);
  return example === undefined
    ? undefined
    : {
        about: time.columns.at(-1)?.name ?? '',
        question: `the letter or zone in '${example}' says which pass of an hour it is of, as clocks go back; in which zone were the times read?`,
        candidates: zonesFor(time, withoutPass(example)?.text ?? example),
        key: 'time.zone',
      };
};
