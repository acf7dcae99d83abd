import type { WrittenCell } from '../cells/form-reader.ts';
import type { OpenRow } from '../cells/rows.ts';

/** A row with what its timestamp says, ms. */
export interface TimedRow {
  readonly row: OpenRow;
  readonly time:
    | Extract<WrittenCell, { kind: 'instant' }>
    | (Extract<WrittenCell, { kind: 'local' }> & {
        /** Time that goes on from there, ms. */
        readonly after?: number | undefined;
      });
  /** Where rows have zones of their own. */
  readonly zone?: string | undefined;
}
