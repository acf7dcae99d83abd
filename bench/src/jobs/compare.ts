import { disagreements } from '../agreement.ts';
import type { Entry } from '../candidates.ts';
import { type Measured, sideBySide } from '../side-by-side.ts';

export interface Comparison {
  readonly results: readonly Measured[];
  readonly notes: readonly string[];
  readonly failures: readonly string[];
}

/** Measures all of them side by side, then checks that they made the same. */
export const compare = async (
  python: string,
  entries: readonly Entry[],
  rounds: number,
  log: (text: string) => void,
): Promise<Comparison> => {
  const results = await sideBySide(entries, rounds, log);
  const failed = results.flatMap(({ name, failure }) =>
    failure === undefined ? [] : [`${name}: ${failure}`],
  );
  const ended = entries.filter(({ name }) =>
    results.every((one) => one.name !== name || one.failure === undefined),
  );
  // The first peer is what the others are held against: Wattline's own output is under test.
  const differences = await disagreements(python, [...ended.slice(1), ...ended.slice(0, 1)]);
  for (const { clear } of entries) {
    await clear();
  }
  return {
    results,
    notes: [
      ...results.flatMap(({ name, failure }) =>
        failure === undefined ? [] : [`**${name} failed**: ${failure.split('\n')[1] ?? failure}`],
      ),
      differences.length === 0
        ? `The outputs of ${ended.map(({ name }) => name).join(', ')} agree: rows, and the sum of every mean and every lag to nine digits.`
        : `**The outputs differ**: ${differences.join('; ')}.`,
    ],
    failures: [...failed, ...differences],
  };
};
