import { RejectedError } from '@wattline/errors';
import { datasetOf, type Spec } from '@wattline/spec';
import { circularPath, JOIN_NOT_SEALED, type StageWork } from '@wattline/worker/stage';

type Access = Pick<NonNullable<StageWork['dataset']>, 'noteJoins' | 'other'>;

const refuseCircular = (dataset: string, join: string, path: readonly string[]): never => {
  const [joined = dataset, ...others] = path;
  const words = [`${dataset} joins ${joined === dataset ? 'itself' : joined}`, ...others].join(
    ', which joins ',
  );
  throw new RejectedError('JOIN_CIRCULAR', `joins.${join}: ${words}: its versions would never end`, {
    place: { column: `joins.${join}`, value: joined },
    remedy:
      joined === dataset
        ? `Take joins.${join} out of the spec: its own values are columns already, and lags have earlier ones`
        : `Take joins.${join} out of the spec, or the join of ${path.at(-1)} out of the spec of ${path.at(-2)}, and replay a run of that`,
  });
};

/** Of a dataset that is joined and has no version; its first one replays the run. */
export const notSealed = (join: string, dataset: string): RejectedError =>
  new RejectedError(JOIN_NOT_SEALED, `joins.${join}: ${dataset} has no sealed version`, {
    place: { column: `joins.${join}`, value: dataset },
    remedy: `Upload a file to ${dataset}: with its first version this run is replayed by itself where a stack runs`,
  });

/**
 * Before the versions of other datasets are read: writes down that theirs to come make others of this one. Throws
 * RejectedError where the dataset would join itself.
 */
export const beginJoins = async (
  access: Access,
  dataset: string,
  joins: Spec['joins'] = {},
): Promise<void> => {
  const joinsOf = async (name: string): Promise<readonly string[]> => (await access.other(name))?.joins ?? [];
  const others = Object.entries(joins).map(([join, options]) => [join, datasetOf(join, options)] as const);
  for (const [join, other] of others) {
    const path = await circularPath(dataset, other, joinsOf);
    if (path !== undefined) refuseCircular(dataset, join, path);
  }
  await access.noteJoins(others.map(([, other]) => other));
};
