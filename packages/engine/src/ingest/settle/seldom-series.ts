import { columnsNotSpread } from '@wattline/features';
import { durationMs, type Spec } from '@wattline/spec';
import pl, { type DataFrame } from 'nodejs-polars';
import { EVENT_TIMESTAMP } from '../../columns.ts';
import { epochMs } from '../times/local-time.ts';
import { ENTITY_NAME, RANK } from './deduplicate.ts';

/** A series with fewer readings than half of the intervals from its first to its last. */
export interface SeldomSeries {
  readonly name: string;
  readonly readings: number;
  /** From its first to its last reading, ms. */
  readonly spanMs: number;
  /** The first, ms. */
  readonly from: number;
}

/** Of its intervals, at least so many have no reading. */
const EMPTY = 0.5;
/** Fewer intervals show nothing. */
const FEWEST = 10;
const NAMED = 3;

const isSeldom = ({ readings, spanMs }: SeldomSeries, intervalMs: number): boolean =>
  spanMs >= FEWEST * intervalMs && readings < (spanMs / intervalMs) * EMPTY;

/** Whether there may be something to say of a series. */
export const isListed = (series: SeldomSeries, { interval }: Spec): boolean =>
  series.readings === 1 || isSeldom(series, durationMs(interval));

/** The seldom series of settled rows, which are sorted by entity and time; those with a single reading too. */
export const seldomSeries = async (rows: DataFrame, spec: Spec): Promise<SeldomSeries[]> => {
  const at = epochMs(pl.col(EVENT_TIMESTAMP)).cast(pl.Float64);
  const found = await rows
    .lazy()
    .groupBy([RANK], true)
    .agg(
      pl.col(ENTITY_NAME).first(),
      pl.len().alias('readings'),
      at.last().sub(at.first()).alias('span'),
      at.first().alias('from'),
    )
    .collect();
  return found
    .rows()
    .map(([, name, readings, span, from]) => ({
      name: String(name),
      readings: Number(readings),
      spanMs: Number(span),
      from: Number(from),
    }))
    .filter((series) => isListed(series, spec));
};

/** What to say of series that come more seldom than the intervals that are made of them. */
export const seldomWarning = (series: readonly SeldomSeries[], spec: Spec): string[] => {
  const { interval, grid, time } = spec;
  if (grid === 'observed' || columnsNotSpread(spec).length === 0) return [];
  const intervalMs = durationMs(interval);
  // Where the usual reading comes more seldom, that is said of all.
  const longest = Math.max(intervalMs, durationMs(time.cadence ?? interval));
  const seldom = series
    .filter((one) => isSeldom(one, longest))
    .toSorted((a, b) => (a.name < b.name ? -1 : 1));
  const [first] = seldom;
  if (first === undefined) return [];
  const names = seldom.slice(0, NAMED).map(({ name }) => `'${name}'`);
  const more = seldom.length - names.length;
  const words = more > 0 ? `${names.join(', ')} and ${more} more` : names.join(' and ');
  return [
    `most intervals of ${interval} have no reading of ${words} ('${first.name}': ${first.readings} readings in ${Math.floor(first.spanMs / intervalMs) + 1} intervals) and will be empty; set interval to how often they come, or grid: observed for rows only where there are readings`,
  ];
};

/** So many readings of each other series, on average, make one alone odd. */
const USUAL = 8;

/** What to say of series with one reading beside others with many: their names may be no names of series. */
export const singleWarning = (
  series: readonly SeldomSeries[],
  all: { readonly rows: number; readonly entities: number },
): string[] => {
  const single = series
    .filter(({ readings }) => readings === 1)
    .toSorted((a, b) => (a.name < b.name ? -1 : 1));
  const [first] = single;
  const usual = (all.rows - single.length) / (all.entities - single.length);
  if (first === undefined || !(usual >= USUAL && Number.isFinite(usual))) return [];
  const at = new Date(first.from).toISOString();
  const others = single.length === 1 ? '' : ` and ${single.length - 1} more`;
  return [
    `'${first.name}'${others} ${single.length === 1 ? 'has' : 'have'} a single reading${single.length === 1 ? '' : ' each'} ('${first.name}': ${at}), where other series have about ${Math.round(usual)}: where that is the name of no series, take its line out of the file`,
  ];
};
