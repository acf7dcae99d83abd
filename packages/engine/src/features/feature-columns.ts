import {
  AVAILABLE_AT,
  type Availability,
  aggregatedNamed,
  availableAfterMs,
  contextOf,
  type Dtype,
  type FamilyColumn,
  internalColumns,
  orderedColumns,
  plainSources,
  usedFamilies,
} from '@wattline/features';
import { durationMs, type Spec, targetColumns } from '@wattline/spec';
import { EVENT_TIMESTAMP, ORIGIN_TIMESTAMP, SEASON_TIMESTAMP } from '../columns.ts';
import { encodedNames } from '../encodings/encoded-names.ts';
import { encodingsAhead, plannedEncodings } from '../encodings/planned-encodings.ts';
import { RejectedError } from '../errors.ts';
import { horizonList } from '../horizons/horizon-list.ts';
import type { Redundancy } from '../publish/redundant/redundancy.ts';
import { amountsOf } from './aggregates.ts';
import { entityColumn, featureEntity } from './entity-column.ts';
import { roleOf } from './roles.ts';

/** One column of the feature rows. */
export interface FeatureColumn {
  readonly name: string;
  /** The name with that of the file's column in it, where that is another. */
  readonly label?: string;
  /** `time`, `entity`, or what its family calls it. */
  readonly kind: string;
  readonly dtype: Dtype | 'String' | 'Datetime(ms, UTC)';
  /** The column of the readings that it is made of, where it is one. */
  readonly source?: string;
  readonly unit?: string;
  /** In words. */
  readonly from: string;
  /** Not of times and entities. */
  readonly availability?: Availability;
  /** Whether training sets scale it as a feature; targets are scaled always. */
  readonly scaled?: boolean;
  /** withheld: in no training set, since it cannot be known before the interval that a target is of, or is redundant. */
  readonly role: 'time' | 'entity' | 'feature' | 'target' | 'withheld';
  /** Why the spec's `select` withholds it. */
  readonly redundant?: Redundancy;
}

/** As it would be called by the name that its source has in the file. */
const labelOf = (name: string, source: string, plain: string): { label?: string } =>
  source !== plain && name.startsWith(plain) ? { label: `${source}${name.slice(plain.length)}` } : {};

/** Whether rows say when they can be known: tables of the lab's have its columns alone. */
export const hasAvailableAt = ({ naming }: Pick<Spec, 'naming'>): boolean => naming !== 'ray-lab';

const availableAt = (spec: Spec): FeatureColumn => {
  const { cadence, delay } = spec.time;
  const isLater = availableAfterMs(spec) > (delay === undefined ? 0 : durationMs(delay));
  const later = [
    ...(isLater ? [`until readings of ${cadence} are over`] : []),
    ...(delay === undefined ? [] : [`${delay} later, as readings are late`]),
  ];
  return {
    name: AVAILABLE_AT,
    kind: 'time',
    dtype: 'Datetime(ms, UTC)',
    from: ['When the row can be known: the end of its interval, UTC', ...later].join(', '),
    role: 'time',
  };
};

const head = (spec: Spec): FeatureColumn[] => {
  const time: FeatureColumn = {
    name: EVENT_TIMESTAMP,
    kind: 'time',
    dtype: 'Datetime(ms, UTC)',
    from: `Start of the interval of ${spec.interval}, UTC`,
    role: 'time',
  };
  const entity: FeatureColumn = {
    name: featureEntity(spec),
    ...labelOf(featureEntity(spec), entityColumn(spec), featureEntity(spec)),
    kind: 'entity',
    dtype: 'String',
    from: 'Whose readings',
    role: 'entity',
  };
  // A table of the lab's has one entity and does not name it.
  const times = hasAvailableAt(spec) ? [time, availableAt(spec)] : [time];
  return spec.naming === 'ray-lab' && spec.entity === undefined ? times : [...times, entity];
};

/** Every column costs time and memory in each stage, however few rows there are. */
const MAX_FEATURE_COLUMNS = 100_000;

const checkCount = (columns: number): void => {
  if (columns <= MAX_FEATURE_COLUMNS) return;
  throw new RejectedError(
    'FEATURES_TOO_MANY',
    `The spec makes ${columns} feature columns; ${MAX_FEATURE_COLUMNS} are the most`,
    { remedy: 'Write fewer values, lags, rolling windows or differences, or name their columns' },
  );
};

const checkNames = (spec: Spec, columns: readonly FeatureColumn[]): void => {
  const raw = [entityColumn(spec), ...Object.keys(spec.values), ...Object.keys(spec.categories)];
  const counted = new Set(
    amountsOf(spec).flatMap(({ column, since }) => (since === undefined ? [] : column)),
  );
  const taken = raw.find(
    (name) => internalColumns.has(name) || counted.has(name) || name === EVENT_TIMESTAMP,
  );
  const seen = new Set<string>();
  const twice = columns.find(({ name }) => seen.size === seen.add(name).size);
  const name = taken ?? twice?.name;
  // Letters and digits of two names may be the same where the names are not.
  const plainOf = plainSources(spec);
  const isRenamed = taken === undefined && raw.some((source) => plainOf(source) !== source);
  if (name !== undefined) {
    throw new RejectedError('COLUMN_NAME_TAKEN', `Two feature columns would be called '${name}'`, {
      place: { column: name },
      remedy: `Rename the column in the file, or leave out the feature of the same name${isRenamed ? ', or set naming: as-written' : ''}`,
    });
  }
};

/** Training sets of horizons have columns of their own. */
const checkLabels = (spec: Spec, columns: readonly FeatureColumn[]): void => {
  const horizons = horizonList(spec);
  const own = new Set([
    ORIGIN_TIMESTAMP,
    ...horizons.flatMap(({ labels }) =>
      labels.flatMap(({ name, seasonSteps }) =>
        seasonSteps === undefined ? [name] : [name, SEASON_TIMESTAMP],
      ),
    ),
  ]);
  const taken = horizons.length === 0 ? undefined : columns.find(({ name }) => own.has(name));
  if (taken === undefined) return;
  throw new RejectedError(
    'COLUMN_NAME_TAKEN',
    `Training sets of horizons have a column '${taken.name}' of their own`,
    {
      place: { column: taken.name },
      remedy: 'Rename the column in the file, or leave out the feature of the same name',
    },
  );
};

/** Words as numbers stand in training sets beside all that has a name there. */
const checkEncodings = (spec: Spec, columns: readonly FeatureColumn[]): void => {
  if (spec.encodings === undefined) return;
  const targets = columns.filter(({ role }) => role === 'target').map(({ name }) => name);
  const labels = horizonList(spec).map((horizon) => horizon.labels.map(({ name }) => name));
  const sets = [
    { labels: targets, planned: plannedEncodings(spec) },
    ...labels.map((own) => ({ labels: own, planned: encodingsAhead(spec, []) })),
  ];
  const others = [ORIGIN_TIMESTAMP, SEASON_TIMESTAMP, ...columns.map(({ name }) => name), ...labels.flat()];
  for (const { planned, labels: own } of sets) {
    const seen = new Set(others);
    const taken = encodedNames(planned, own).find((name) => seen.size === seen.add(name).size);
    if (taken === undefined) continue;
    throw new RejectedError('COLUMN_NAME_TAKEN', `encodings make a column '${taken}', and there is another`, {
      place: { column: taken },
      remedy: 'Rename the column in the file, or leave it out of encodings',
    });
  }
};

const checkTargets = (spec: Spec, columns: readonly FamilyColumn[]): void => {
  const names = columns.filter(({ family }) => family === 'values').map(({ name }) => name);
  const context = contextOf(spec);
  const unknown = targetColumns(spec).find((name) => aggregatedNamed(context, name) === undefined);
  if (unknown !== undefined) {
    throw new RejectedError('TARGET_UNKNOWN', `target names '${unknown}', which no aggregation makes`, {
      place: { column: unknown },
      remedy: `Write one of ${names.join(', ')}`,
    });
  }
};

/**
 * The columns of the feature rows, in their order: the contract that every feature file keeps.
 *
 * @throws RejectedError where the spec names columns that are not there, durations that are no whole intervals,
 * or columns that would have one name
 */
export const featureColumns = (spec: Spec): FeatureColumn[] => {
  const drafts = orderedColumns(usedFamilies(spec));
  checkCount(drafts.length);
  checkTargets(spec, drafts);
  const role = roleOf(spec, drafts);
  const plainOf = plainSources(spec);
  const columns = drafts.map((draft): FeatureColumn => {
    const { name, label, kind, dtype, sources, unit, description, availability, scaled } = draft;
    const [source, ...others] = sources;
    return {
      name,
      ...(label !== undefined && { label }),
      ...(label === undefined &&
        source !== undefined &&
        others.length === 0 &&
        labelOf(name, source, plainOf(source))),
      kind,
      dtype,
      ...(source === undefined || others.length > 0 ? {} : { source }),
      ...(unit === undefined ? {} : { unit }),
      from: description,
      availability,
      scaled,
      role: role(draft),
    };
  });
  const all = [...head(spec), ...columns];
  checkNames(spec, all);
  checkLabels(spec, all);
  checkEncodings(spec, all);
  return all;
};
