import type { Spec } from '@wattline/spec';
import { RejectedError } from '../../../errors.ts';
import { columnsOf, type SampleTable } from '../columns.ts';

/**
 * Throws RejectedError where numbers such as 1.040 may have a decimal sign or grouped thousands, and the dataset's
 * uploads before have no such decimal sign.
 *
 * @param decimals the decimal signs of the uploads before
 */
export const refuseOpenNumbers = (
  { name, spec, table }: { readonly name: string; readonly spec: Spec; readonly table: SampleTable },
  decimals: readonly string[],
): void => {
  for (const { name: column, found, cells } of columnsOf(table)) {
    if (found.open === undefined || !Object.hasOwn(spec.values, column) || decimals.includes(found.open))
      continue;
    const example = cells.find((cell) => /[.,]/.test(cell)) ?? '';
    const question = `numbers such as "${example}" in column '${column}' of ${name} may have '${found.open}' as their decimal sign, or grouped thousands; the dataset’s uploads before have another decimal sign`;
    const candidates = ['decimal', 'thousands'].map((key) => `${key}: "${found.open}"`);
    throw new RejectedError('FILE_AMBIGUOUS', question, {
      place: { file: name, column, value: example },
      facts: { questions: [{ about: column, question, candidates, key: 'file' }] },
      remedy: `set file.decimal: "${found.open}" or file.thousands: "${found.open}" in the dataset's spec (wattline.yaml)`,
    });
  }
};
