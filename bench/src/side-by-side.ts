import { type Command, type Measurement, measure } from './measure.ts';

export interface Candidate {
  readonly name: string;
  readonly command: Command;
  /** Removes what a round leaves. Done before each one, outside the time that is measured. */
  readonly clear: () => Promise<void>;
}

export interface Measured {
  readonly name: string;
  /** One entry a round. */
  readonly seconds: readonly number[];
  readonly peakBytes: readonly number[];
  /** Why there is no figure. */
  readonly failure?: string;
}

export const median = (values: readonly number[]): number => {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? upper) + upper) / 2;
};

/** Each candidate once a round, in turn and another first each time, so that none has the quiet minutes to itself. */
export const sideBySide = async (
  candidates: readonly Candidate[],
  rounds: number,
  log: (text: string) => void,
): Promise<Measured[]> => {
  const measured = new Map<string, Measurement[]>(candidates.map(({ name }) => [name, []]));
  const failures = new Map<string, string>();
  for (let round = 0; round < rounds; round += 1) {
    const first = round % candidates.length;
    for (const { name, command, clear } of [...candidates.slice(first), ...candidates.slice(0, first)]) {
      if (failures.has(name)) {
        continue;
      }
      await clear();
      try {
        const one = await measure(command);
        measured.get(name)?.push(one);
        log(
          `  round ${round + 1}  ${name}  ${one.seconds.toFixed(2)} s  ${(one.peakBytes / 1e6).toFixed(0)} MB`,
        );
      } catch (error) {
        const message = error instanceof Error ? error.message : String(error);
        failures.set(name, message);
        log(`  round ${round + 1}  ${name}  failed: ${message}`);
      }
    }
  }
  return candidates.map(({ name }) => {
    const failure = failures.get(name);
    const all = measured.get(name) ?? [];
    return {
      name,
      seconds: all.map(({ seconds }) => seconds),
      peakBytes: all.map(({ peakBytes }) => peakBytes),
      ...(failure === undefined ? {} : { failure }),
    };
  });
};
