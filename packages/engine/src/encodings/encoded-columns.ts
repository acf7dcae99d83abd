import type { FeatureColumn } from '../features/feature-columns.ts';
import type { EncodedColumn, Encoding } from './encoding.ts';

const descriptionOf = ({ by, of, target, smoothing = 0 }: Encoding): string =>
  by === 'count'
    ? `How many training rows have the row’s ${of}`
    : `Mean of ${target} of the training rows of the row’s ${of} that were known before, with the mean of all as ${smoothing} rows more`;

const columnOf = (encoding: Encoding) =>
  ({
    name: encoding.name,
    kind: `${encoding.by} encoding`,
    dtype: 'Float64',
    from: descriptionOf(encoding),
    role: 'feature',
  }) as const;

/** Encodings as columns of training sets. */
export const encodedColumns = (encodings: readonly Encoding[] = []): FeatureColumn[] =>
  encodings.map(columnOf);

/**
 * Encodings as a manifest has them.
 *
 * @param columns of the set, labels among them
 */
export const manifestEncodings = (
  encodings: readonly Encoding[],
  columns: readonly FeatureColumn[],
): EncodedColumn[] =>
  encodings.map((encoding) => {
    const { by, of, columns: own, row, target, smoothing, from: blocks, unseen, words } = encoding;
    const unit = columns.find((column) => column.name === target)?.unit;
    return {
      ...columnOf(encoding),
      ...{ by, of, columns: own },
      ...(row !== undefined && { row }),
      ...(target !== undefined && { target }),
      ...(smoothing !== undefined && { smoothing }),
      ...(unit !== undefined && { unit }),
      words: words.length,
      unseen: unseen.at(-1) ?? null,
      ...(by === 'target' && { blocks: blocks.slice(0, -1) }),
    };
  });
