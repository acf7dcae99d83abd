import type { Spec } from '@wattline/spec';
import { formatOf } from '../ingest/formats/detect.ts';
import { openInput } from '../ingest/input.ts';
import { columnsOf } from '../ingest/inspect/columns.ts';
import { MOST_WORDS } from '../ingest/inspect/infer-attributes.ts';
import { unpackLimits } from '../ingest/limits.ts';
import type { CellTable, PreviewColumn } from './preview.ts';

const ROWS = 20;
const EXAMPLES = 3;
const CELL = 200;
const CHUNK_BYTES = 2 ** 20;

/** A file as a table of text, before anything is made of it. */
export interface LookedAt {
  readonly kind: string;
  readonly first: CellTable;
  readonly columns: readonly LookedColumn[];
}

export interface LookedColumn
  extends Pick<PreviewColumn, 'name' | 'kind' | 'unit' | 'examples' | 'hasFewWords'> {
  /** The words of a column that could be a category. */
  readonly vocabulary: readonly string[];
}

/** `load [kW]`, `energy (kWh)`. */
const unitInName = (name: string): string | undefined => /[[(]([^\])]{1,20})[\])]\s*$/.exec(name)?.[1];

/** Looks at a file, whatever its columns mean. Throws RejectedError for what is no table. */
export const lookAtTable = async (options: {
  readonly path: string;
  readonly name: string;
  readonly scratch: string;
  readonly spec?: Spec | undefined;
}): Promise<LookedAt> => {
  const { spec } = options;
  const input = await openInput({
    ...options,
    limits: unpackLimits(spec),
    member: spec?.file?.member,
  });
  const format = formatOf(input.head, options.name);
  const { table } = await format.open(input, { spec, chunkBytes: CHUNK_BYTES });
  return {
    kind: input.packing === undefined ? format.key : `${format.key}.${input.packing.key}`,
    first: {
      columns: table.header,
      rows: table.rows
        .slice(0, ROWS)
        .map((row) => table.header.map((_, index) => (row[index] ?? '').slice(0, CELL))),
    },
    columns: columnsOf(table).map(({ name, kind, cells, distinct, index }) => {
      const unit = table.units?.[index] ?? unitInName(name);
      return {
        name,
        kind,
        ...(unit !== undefined && unit !== '' && { unit }),
        examples: [...new Set(cells.slice(0, 100))].slice(0, EXAMPLES).map((cell) => cell.slice(0, CELL)),
        hasFewWords: distinct <= MOST_WORDS,
        vocabulary: distinct > MOST_WORDS ? [] : [...new Set(cells)].sort(),
      };
    }),
  };
};
