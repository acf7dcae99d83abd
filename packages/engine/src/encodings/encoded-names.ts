import type { PlannedEncoding } from './planned-encodings.ts';

type Named = Pick<PlannedEncoding, 'by' | 'plain'>;

/** What the column of a count is called, or that of the mean of a label. */
export const encodedName = ({ plain }: Pick<Named, 'plain'>, label?: string): string =>
  `${label ?? 'count'}_by_${plain}`;

/** The columns that some encodings add to a training set with these labels. */
export const encodedNames = (planned: readonly Named[], labels: readonly string[]): string[] =>
  planned.flatMap((one) =>
    one.by === 'count' ? [encodedName(one)] : labels.map((label) => encodedName(one, label)),
  );
