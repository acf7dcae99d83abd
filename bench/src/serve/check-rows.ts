import type { SealedDataset } from './sealed-dataset.ts';

interface Row {
  readonly entity: string;
  readonly event_timestamp: string;
  readonly values: Readonly<Record<string, number | null>>;
  readonly history: Readonly<Record<string, string>>;
}

const numberOf = (cell: unknown): number | null =>
  cell === null || cell === undefined ? null : Number(cell);

/** Throws where a row is not the last one that was sealed of its meter, in every bit of every column. */
export const checkRows = ({ last }: SealedDataset, rows: readonly Row[], wanted: number): void => {
  if (rows.length !== wanted) throw new Error(`${rows.length} rows, not ${wanted}`);
  for (const { entity, event_timestamp: at, values, history } of rows) {
    const sealed = last.get(entity);
    if (sealed === undefined || (sealed.event_timestamp as Date).toISOString() !== at)
      throw new Error(`${entity} has a row of ${at}, which is not the last that was sealed`);
    for (const [column, value] of Object.entries(values)) {
      if (history[column] !== 'complete') throw new Error(`${entity} ${column} is ${history[column]}`);
      if (!Object.is(value, numberOf(sealed[column])))
        throw new Error(`${entity} ${column} is ${value}, and was sealed as ${String(sealed[column])}`);
    }
  }
};

export const rowsIn = (text: string): readonly Row[] => (JSON.parse(text) as { rows: Row[] }).rows;
