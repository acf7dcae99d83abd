import { type Notation, plainStyle, type Written } from '@wattline/cells';
import type { Spec } from '@wattline/spec';
import { isBesideNumbers } from './number-text.ts';

type Numbers = Notation['numbers'];

/** Of columns whose cells are stored as they were posted. */
const ofOthers = (numbers: Numbers, isStored: (column: string) => boolean): Numbers =>
  numbers.map(({ style, columns }) => ({ style, columns: columns.filter((column) => !isStored(column)) }));

/** How rows are written that were posted, and stored in files of the dataset. */
export const storedNotation = (spec: Spec, written: Written | undefined): Written | undefined => {
  if (spec.file?.decimal !== undefined) return written;
  const { notations = [], units = {}, showsTimes = false, showsSteps } = written ?? {};
  const time = notations[0]?.time ?? { format: spec.time.format };
  const unitOf = (column: string): string => units[column] ?? '';
  const isStored = (column: string): boolean => {
    const unit = unitOf(column);
    return unit === '' || isBesideNumbers(unit);
  };
  const columns = Object.keys(spec.values).filter(isStored);
  const numbers = columns.map((column) => ({
    style: { ...plainStyle, affix: unitOf(column) },
    columns: [column],
  }));
  return {
    units,
    showsTimes,
    showsSteps,
    // What counts was a number, whatever stands where there is none.
    notations: [
      { time, numbers, missing: {} },
      ...notations.map((one) => ({
        time: one.time,
        numbers: ofOthers(one.numbers, isStored),
        missing: {},
      })),
    ],
  };
};
