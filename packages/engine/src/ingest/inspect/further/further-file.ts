import type { Spec } from '@wattline/spec';
import { postedTime } from '../../../posted-upload.ts';
import type { SampleTable } from '../columns.ts';
import type { Finding } from '../finding.ts';
import { fitColumns, type KnownColumns, withoutLacking } from './columns-fit.ts';
import { refuseOpenNumbers } from './open-numbers.ts';
import { withOwnMarkers } from './own-markers.ts';

/** A spec, and what to say of how it came about. */
interface FittedSpec {
  readonly spec: Spec;
  readonly evidence: readonly Finding[];
  readonly warnings: readonly string[];
}

/** A file of a dataset that has others. */
export interface FurtherFile {
  /** The dataset's spec with what the file adds to it. Throws RejectedError where the file does not fit. */
  dataset(spec: Spec): FittedSpec;
  /** How the file is read by it: it may lack columns, and write in its own way that there is no reading. */
  reading(spec: Spec): FittedSpec;
}

export const furtherFile = (
  file: { readonly name: string; readonly table: SampleTable; readonly inferred: boolean },
  known: KnownColumns,
): FurtherFile => {
  const { name, table, inferred } = file;
  return {
    dataset: (given) => {
      const { spec, warnings } = fitColumns({ ...file, spec: given }, known);
      if (inferred) refuseOpenNumbers({ name, spec, table }, known.decimals);
      return { spec, evidence: [], warnings };
    },
    reading: (whole) => {
      const having = withoutLacking(whole, table.header);
      const lacking = [...Object.keys(whole.values), ...Object.keys(whole.categories)].filter(
        (column) => !Object.hasOwn(having.values, column) && !Object.hasOwn(having.categories, column),
      );
      // What is stored of posted readings has no cell where there was none, and its numbers were served.
      const isMarked = inferred && postedTime(name) === undefined;
      const marked = isMarked ? withOwnMarkers(having, table) : { spec: having, evidence: [], warnings: [] };
      return {
        ...marked,
        warnings: [
          ...marked.warnings,
          ...lacking.map(
            (column) => `${name} has no column '${column}': readings of the dataset’s uploads before stay`,
          ),
        ],
      };
    },
  };
};
