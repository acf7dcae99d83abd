import { RejectedError } from '../../errors.ts';
import type { Outcome } from '../testing/ingest-text.ts';
import type { Reading } from './reading.ts';
import { valueColumns } from './truth.ts';

/**
 * How a file came out. `right`: every reading as it truly was. `refused`: one error with a remedy. `wrong`: sealed
 * with a reading that never was, at a time that never was, or without one that was. `warned`: a column is left out,
 * or a number may mean that there is no reading, and a warning names it.
 */
export type Verdict =
  | { readonly kind: 'right' }
  | { readonly kind: 'refused'; readonly code: string; readonly message: string }
  | { readonly kind: 'warned'; readonly warnings: readonly string[] }
  | { readonly kind: 'wrong'; readonly difference: string };

/** Names of entities are compared by their letters and digits: what joins two columns is the product's choice. */
export const plain = (name: string): string => name.replaceAll(/[^A-Za-z0-9]/g, '');

export const wrong = (difference: string): Verdict => ({ kind: 'wrong', difference });

/** What a reading without a value is like: it is no loss where its row is missing. */
const isEmpty = ({ values }: Reading): boolean => valueColumns.every((name) => values[name] === null);

/** Compares what was read with what is true. Throws nothing. */
export const verdictOf = (outcome: Outcome | RejectedError, truth: readonly Reading[]): Verdict => {
  if (outcome instanceof RejectedError) {
    return outcome.remedy.trim() === '' || outcome.code === 'UNEXPECTED'
      ? wrong(`refused without a remedy: ${outcome.code} ${outcome.message}`)
      : { kind: 'refused', code: outcome.code, message: outcome.message };
  }
  const { columns, rows } = outcome;
  const at = valueColumns.map((name) =>
    columns.findIndex((column) => column === name || column.startsWith(`${name} [`)),
  );
  const missing = valueColumns.filter((_, index) => at[index] === -1);
  if (missing.length > 0) {
    const { warnings } = outcome.receipt;
    return missing.every((name) => warnings.some((warning) => warning.includes(name)))
      ? { kind: 'warned', warnings }
      : wrong(`no column ${missing.join()}; there are ${columns.join()}`);
  }
  const entities = new Set(truth.map(({ entity }) => entity));
  // One series is the same with a name and without.
  const isOne = entities.size === 1;
  const known = new Map<string, unknown[]>();
  for (const row of rows) {
    const entity = isOne ? '' : plain(String(row[1] ?? ''));
    known.set(`${entity} ${row[0]}`, row);
  }
  let found = 0;
  for (const reading of truth) {
    const entity = isOne ? '' : plain(reading.entity);
    const time = new Date(reading.at).toISOString();
    const row = known.get(`${entity} ${time}`);
    if (row === undefined) {
      if (isEmpty(reading)) continue;
      return wrong(`no row for '${entity}' at ${time}; the first is ${JSON.stringify(rows[0])}`);
    }
    found += 1;
    for (const [index, name] of valueColumns.entries()) {
      const read = row[at[index] ?? -1] ?? null;
      if (read !== (reading.values[name] ?? null)) {
        const { warnings } = outcome.receipt;
        if (reading.values[name] === null && warnings.some((warning) => warning.includes(String(read)))) {
          return { kind: 'warned', warnings };
        }
        return wrong(`${name} of '${entity}' at ${time} is ${read}, right is ${reading.values[name]}`);
      }
    }
  }
  return found === known.size ? { kind: 'right' } : wrong(`${known.size - found} rows that never were`);
};
