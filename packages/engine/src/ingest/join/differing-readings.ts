import { RejectedError } from '../../errors.ts';

/** Fewer are a correction. */
const FEWEST = 24;
/** Of an upload, and of all others: more are hardly a correction. */
const MOST = 0.5;

/**
 * What to say of an upload whose readings differ from those of other uploads (under other names) for the same series and
 * time. Throws RejectedError where most of both differ and nobody declared whose readings they are: another series.
 */
export const differingReadings = (
  {
    name,
    inferred,
    timeName,
    isTimeless = false,
  }: {
    readonly name: string;
    readonly inferred: boolean;
    readonly timeName: string;
    /** One row for each entity. */
    readonly isTimeless?: boolean;
  },
  count: {
    /** Readings of the upload, of all others, and those of one series and time in both. */
    readonly own: number;
    readonly others: number;
    readonly together: number;
    readonly differing: number;
  },
): string[] => {
  const { own, others, differing } = count;
  if (differing === 0) return [];
  if (isTimeless)
    return [
      `${name} says otherwise of ${differing} of its ${own} entities than uploads before: the later upload counts`,
    ];
  const message = `${differing} of ${own} readings of ${name} differ from those of the dataset’s other uploads for the same series and time`;
  if (inferred && differing >= FEWEST && differing > own * MOST && differing > others * MOST) {
    throw new RejectedError(
      'SERIES_DIFFER',
      `${message}: it is hardly a correction, but the readings of another series`,
      {
        place: { file: name, column: timeName },
        remedy:
          "upload it to a dataset of its own, or under the name of the file that it corrects; or declare the dataset's spec (wattline spec FILE > wattline.yaml): the later upload counts then",
      },
    );
  }
  return [`${message}: the upload that the store dates later counts`];
};
