import type { Manifest } from '../publish/manifest.ts';
import type { Column } from './column.ts';
import { type ChangedCell, compareRows } from './compare-rows.ts';
import { differencePairs, type FilePair } from './difference-pairs.ts';
import type { OpenFeatureSet } from './open-feature-set.ts';
import { entityColumnOf } from './row-files.ts';

/** What changed between two versions of a dataset. */
export interface VersionDifference {
  readonly from: string;
  readonly to: string;
  readonly rows: {
    readonly added: number;
    readonly removed: number;
    readonly changed: number;
    readonly same: number;
  };
  readonly columns: {
    readonly added: string[];
    readonly removed: string[];
    readonly retyped: { readonly name: string; readonly from: string; readonly to: string }[];
  };
  /** Cells that differ, by column; columns without any are left out. */
  readonly cells: { readonly column: string; readonly changed: number }[];
  /** Some of the changed cells. */
  readonly sample: ChangedCell[];
}

const SAMPLE_CELLS = 100;

const rowsOf = (files: readonly { readonly rows: number }[]): number =>
  files.reduce((sum, { rows }) => sum + rows, 0);

const compareColumns = (from: Manifest, to: Manifest) => {
  const before = new Map(from.columns.map((column) => [column.name, column]));
  const after = new Map(to.columns.map((column) => [column.name, column]));
  const both = from.columns.flatMap((column) => {
    const other = after.get(column.name);
    return other === undefined ? [] : [{ column, other }];
  });
  const isKey = ({ kind }: Column): boolean => kind === 'time' || kind === 'entity';
  return {
    columns: {
      added: to.columns.filter(({ name }) => !before.has(name)).map(({ name }) => name),
      removed: from.columns.filter(({ name }) => !after.has(name)).map(({ name }) => name),
      retyped: both
        .filter(({ column, other }) => column.dtype !== other.dtype)
        .map(({ column, other }) => ({ name: column.name, from: column.dtype, to: other.dtype })),
    },
    compared: both
      .filter(({ column, other }) => column.dtype === other.dtype && !isKey(column) && !isKey(other))
      .map(({ column }) => column),
  };
};

/**
 * What changed between two versions of a dataset: rows by entity and `event_timestamp`, cells exactly. Files that are
 * the same byte for byte are not read; of the others, one pair is in memory at a time.
 */
export const versionDifference = async (
  from: OpenFeatureSet,
  to: OpenFeatureSet,
): Promise<VersionDifference> => {
  const { columns, compared } = compareColumns(from.manifest, to.manifest);
  const { pairs, same } = differencePairs(from.manifest, to.manifest);
  const rows = { added: 0, removed: 0, changed: 0, same };
  const cells = compared.map(() => 0);
  const sample: ChangedCell[] = [];

  const compare = (pair: FilePair): Promise<void> =>
    from.useFiles(pair.from, (fromPaths) =>
      to.useFiles(pair.to, async (toPaths) => {
        const found = await compareRows({
          from: { paths: fromPaths, entityColumn: entityColumnOf(from.manifest) },
          to: { paths: toPaths, entityColumn: entityColumnOf(to.manifest) },
          columns: compared,
          sample: sample.length < SAMPLE_CELLS,
          ...(pair.window && { window: pair.window }),
        });
        rows.added += found.rows.to - found.rows.both;
        rows.removed += found.rows.from - found.rows.both;
        rows.changed += found.rows.changed;
        rows.same += found.rows.both - found.rows.changed;
        for (const [index, changed] of found.cells.entries()) cells[index] = (cells[index] ?? 0) + changed;
        sample.push(...found.sample.slice(0, SAMPLE_CELLS - sample.length));
      }),
    );

  for (const pair of pairs) {
    const isAlone = pair.from.length === 0 || pair.to.length === 0;
    if (!isAlone || pair.window !== undefined) await compare(pair);
    else {
      rows.added += rowsOf(pair.to);
      rows.removed += rowsOf(pair.from);
    }
  }
  return {
    from: from.manifest.version,
    to: to.manifest.version,
    rows,
    columns,
    cells: compared
      .map(({ name }, index) => ({ column: name, changed: cells[index] ?? 0 }))
      .filter(({ changed }) => changed > 0),
    sample,
  };
};
