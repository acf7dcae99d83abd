import { type Command, type Measurement, measure } from './measure.ts';

export interface Contender {
  readonly name: string;
  readonly command: Command;
  /** Removes what a round leaves. Done before each one, outside the time that is measured. */
  readonly clear: () => Promise<void>;
}

export interface Standing {
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

/** Each contender once a round, in turn and another first each time, so that none has the quiet minutes to itself. */
export const sideBySide = async (
  contenders: readonly Contender[],
  rounds: number,
  say: (text: string) => void,
): Promise<Standing[]> => {
  const measured = new Map<string, Measurement[]>(contenders.map(({ name }) => [name, []]));
  const failures = new Map<string, string>();
  for (let round = 0; round < rounds; round += 1) {
    const first = round % contenders.length;
    for (const { name, command, clear } of [...contenders.slice(first), ...contenders.slice(0, first)]) {
      if (failures.has(name)) {
        continue;
      }
      await clear();
      try {
        const one = await measure(command);
        measured.get(name)?.push(one);
        say(
          `  round ${round + 1}  ${name}  ${one.seconds.toFixed(2)} s  ${(one.peakBytes / 1e6).toFixed(0)} MB`,
        );
      } catch (error) {
        const message = error instanceof Error ? error.message : String(error);
        failures.set(name, message);
        say(`  round ${round + 1}  ${name}  failed: ${message}`);
      }
    }
  }
  return contenders.map(({ name }) => {
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
