import { durationMs, type Spec } from '@wattline/spec';
import pl, { type LazyDataFrame } from 'nodejs-polars';
import { EVENT_TIMESTAMP } from '../../columns.ts';
import { CODE, ISSUED, LINE } from '../read/fields.ts';
import { wholeMs } from '../times/local-time.ts';

const issued = pl.col(ISSUED).cast(pl.Int64);
const at = pl.col(EVENT_TIMESTAMP).cast(pl.Int64);

/**
 * Of the readings that were issued for one series and time, those of the vintage that the spec chooses; and how many
 * others there were. Rows stay in the order of the file.
 */
export const chooseVintages = async (
  rows: LazyDataFrame,
  { issued: column, vintage = 'latest' }: Pick<Spec['time'], 'issued' | 'vintage'>,
): Promise<{ rows: LazyDataFrame; others: number }> => {
  if (column === undefined) return { rows, others: 0 };
  const all = await rows.collect();
  const lead = typeof vintage === 'object' ? durationMs(vintage.lead) : undefined;
  const early = lead === undefined ? all : all.filter(issued.ltEq(at.sub(wholeMs(lead))));
  const key = [CODE, EVENT_TIMESTAMP];
  const chosen = early
    .lazy()
    .groupBy(key)
    .agg((vintage === 'first' ? pl.col(ISSUED).min() : pl.col(ISSUED).max()).alias(ISSUED));
  const on = [...key, ISSUED];
  const kept = await early
    .lazy()
    .join(chosen, { on, how: 'semi' })
    .sort({ by: [LINE], maintainOrder: true })
    .drop([ISSUED])
    .collect();
  return { rows: kept.lazy(), others: all.height - kept.height };
};
