import { UsageError } from '@wattline/errors';
import { firstStage, type StageName } from '@wattline/topology';
import { specText } from './spec-text.ts';

/** Which spec a replay works by. */
export interface SpecChoice {
  readonly from: StageName;
  readonly spec?: string;
  readonly sameSpec?: boolean;
}

/** The text that becomes the dataset's spec before a replay. Throws UsageError where the options contradict each other. */
export const replaySpecText = async ({ from, spec, sameSpec }: SpecChoice): Promise<string | undefined> => {
  if (spec === undefined) return undefined;
  if (sameSpec === true)
    throw new UsageError('OPTIONS_CONFLICT', '--spec and --same-spec are given together', {
      remedy: 'give one of them',
    });
  if (from !== firstStage)
    throw new UsageError(
      'OPTIONS_CONFLICT',
      `a replay from ${from} works by the spec that its readings were made with`,
      {
        remedy: 'leave out --from, so that the file is read by the new spec',
      },
    );
  return specText(spec);
};
