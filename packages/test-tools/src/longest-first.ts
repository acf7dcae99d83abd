import { BaseSequencer, type TestSpecification } from 'vitest/node';

/**
 * The longest files by their measured seconds, the longest first, so that none of them is alone at the end; then all
 * others in Vitest's own order. A new checkout has no times of its own: Vitest alone would go by the size of files.
 */
export const longestFirst = (seconds: Readonly<Record<string, number>>): typeof BaseSequencer =>
  class LongestFirst extends BaseSequencer {
    override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
      const secondsOf = ({ moduleId }: TestSpecification): number =>
        Object.entries(seconds).find(([path]) => moduleId.endsWith(`/${path}`))?.[1] ?? 0;
      return (await super.sort(files)).toSorted((a, b) => secondsOf(b) - secondsOf(a));
    }
  };
