import { type HorizonFiles, writeHorizonSets } from '@wattline/engine';
import type { featureSetPlaces } from '@wattline/worker/stage';
import type { ListedPartition, OpenPartitions } from './sealed-partitions.ts';
import { type SetOutputs, setOutputs } from './set-outputs.ts';

/** The training sets of a version's horizons, as they are sealed. */
interface HorizonOutputs extends SetOutputs {
  /** Undefined where the spec has no horizons. */
  readonly made?: Pick<HorizonFiles, 'manifest' | 'scalers'>;
}

/** The training sets of each horizon of the spec, if it has any. */
export const horizonFiles = async ({
  listed,
  open,
  places,
  ...options
}: Omit<Parameters<typeof writeHorizonSets>[0], 'partitions'> & {
  readonly listed: readonly ListedPartition[];
  readonly open: OpenPartitions;
  readonly places: ReturnType<typeof featureSetPlaces>;
}): Promise<HorizonOutputs> => {
  const made = await writeHorizonSets({ ...options, partitions: () => open(listed) });
  if (made === undefined) return { files: [], outputs: [] };
  return { ...(await setOutputs(made.files, places)), made };
};

/** How many rows each horizon's sets have, for the receipt. */
export const horizonRows = ({ horizons }: HorizonFiles['manifest']) =>
  horizons.map(({ horizon, sets: { train, validation, test } }) => ({
    horizon,
    train: train.rows,
    validation: validation.rows,
    test: test.rows,
  }));
