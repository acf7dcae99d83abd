import { mkdir } from 'node:fs/promises';
import { join as inFolder } from 'node:path';
import type { ExtractedPiece, Unmatched } from '@wattline/engine/ingest';
import type { JoinedVersion } from '@wattline/engine/joined-version';
import { RejectedError } from '@wattline/errors';
import { sha256 } from '@wattline/hash';
import { datasetOf } from '@wattline/spec';
import { timed } from '@wattline/steps';
import type { LogEntry, OtherDataset, StageWork } from '@wattline/worker/stage';
import { beginJoins, notSealed } from './begin-joins.ts';
import { requireIssuedInTime } from './issued-in-time.ts';
import type { IngestReader } from './open-ingest-reader.ts';
import type { Checked } from './reader-tasks.ts';

type Access = NonNullable<StageWork['dataset']>;
type Plan = Checked['plan'];

export interface TakenColumns {
  /** By the rows of other datasets too. */
  readonly plan: Plan;
  readonly pieces: readonly ExtractedPiece[];
  readonly warnings: readonly string[];
}

const gone = ({ join, dataset, version }: JoinedVersion): RejectedError =>
  new RejectedError(
    'JOIN_GONE',
    `joins.${join}: version ${version} of ${dataset}, which this run was to take columns of, is gone`,
    { remedy: 'replay the run from ingest' },
  );

/** Of a dataset without entities, none is called as those of another are. */
const refuseUnmatched = (spec: Plan['spec'], join: string, { dataset, isOne }: OtherDataset): void => {
  if (spec.entity !== undefined || isOne || spec.joins?.[join]?.entity !== undefined) return;
  throw new RejectedError(
    'JOIN_ENTITY_NEEDED',
    `joins.${join}: ${dataset} has several entities, and this dataset none of which one of them is meant`,
    {
      place: { column: `joins.${join}`, value: dataset },
      remedy: `Write joins.${join}.entity: { is: … } with the name of one of them`,
    },
  );
};

/** @throws RejectedError where a dataset that is joined has no version */
const versionsOf = async (
  access: Access,
  joins: NonNullable<Plan['spec']['joins']>,
  decided: readonly JoinedVersion[] | undefined,
): Promise<(OtherDataset & { readonly join: string })[]> => {
  const found: (OtherDataset & { readonly join: string })[] = [];
  // Two joins of one dataset take the same version of it.
  const known = new Map<string, OtherDataset>();
  // One after the other: each may be of many files, and most specs have one.
  for (const [join, options] of Object.entries(joins)) {
    const then = decided?.find((one) => one.join === join);
    const dataset = datasetOf(join, options);
    const other = known.get(dataset) ?? (await access.other(dataset, then?.version));
    if (other === undefined) throw then === undefined ? notSealed(join, dataset) : gone(then);
    known.set(dataset, other);
    found.push({ ...other, join });
  }
  return found;
};

type Joins = NonNullable<Plan['spec']['joins']>;

/** Rows of no time are neither before others nor after them. */
const refuseTimed = (
  name: string,
  { known, within }: Joins[string],
  { dataset }: Pick<OtherDataset, 'dataset'>,
): void => {
  if ((known === undefined || known === 'static') && within === undefined) return;
  const key = within === undefined ? 'known' : 'within';
  throw new RejectedError(
    'JOIN_TIMELESS',
    `joins.${name}: rows of ${dataset} are of no time (time: none): they have no ${key === 'known' ? 'past and no future' : 'age'}`,
    {
      place: { column: `joins.${name}.${key}`, value: dataset },
      remedy: 'Write known: static, without within',
    },
  );
};

/** A spec that says what follows from the datasets that it joins: which columns categories have, and what never changes. */
const asJoined = (
  spec: Plan['spec'],
  others: readonly (Pick<OtherDataset, 'dataset' | 'columns' | 'words' | 'isTimeless'> & {
    readonly join: string;
  })[],
): Plan['spec'] => {
  const joins = Object.entries(spec.joins ?? {}).map(
    ([name, { words: _, ...join }]): [string, Joins[string]] => {
      const other = others.find((one) => one.join === name);
      const words = join.columns.flatMap((column): [string, string[]][] => {
        const found = other?.words.get(column);
        return found === undefined || other?.columns.includes(column) ? [] : [[column, [...found]]];
      });
      if (other?.isTimeless) refuseTimed(name, join, other);
      return [
        name,
        {
          ...join,
          ...(words.length > 0 && { words: Object.fromEntries(words) }),
          ...(other?.isTimeless && { known: 'static' }),
        },
      ];
    },
  );
  return { ...spec, joins: Object.fromEntries(joins) };
};

/** A fit to other columns is another. */
const fitKeyOf = ({ joins = {} }: Plan['spec'], key: string): string => {
  const words = Object.entries(joins).flatMap(([name, { words: some }]) => (some ? [[name, some]] : []));
  return words.length === 0 ? key : sha256(JSON.stringify([key, words])).slice(0, 16);
};

const counted = (count: number, one: string, several: string): string =>
  `${count} ${count === 1 ? one : several}`;

/** Who has nothing of another dataset: columns that are empty for some say so of nobody. */
const withoutRows = (
  { join, without, first, all, unused }: Unmatched,
  joined: readonly JoinedVersion[],
): string => {
  const dataset = joined.find((one) => one.join === join)?.dataset ?? join;
  const names = first.map((name) => `'${name}'`).join(', ');
  const has = without === 1 ? 'has' : 'have';
  const others =
    unused === 0
      ? ''
      : `; ${counted(unused, 'entity', 'entities')} of ${dataset} ${unused === 1 ? 'is' : 'are'} of none here`;
  return `joins.${join}: ${without} of ${counted(all, 'entity', 'entities')} ${has} no row in ${dataset}, and nothing in its columns: ${names}${without > first.length ? ', …' : ''}${others}`;
};

/** The same readings and spec, with columns of these versions, which are named in what is sealed. */
const joinedWith = (plan: Plan, spec: Plan['spec'], joined: readonly JoinedVersion[]): Plan => {
  const withJoined = (id: string): string => sha256(JSON.stringify([id, joined])).slice(0, 16);
  const { fit } = plan;
  return {
    ...plan,
    spec,
    joined: [...joined],
    version: withJoined(plan.version),
    ...(fit && { fit: { ...fit, id: withJoined(fit.id), key: fitKeyOf(spec, fit.key) } }),
  };
};

/**
 * Takes the columns that a dataset joins from the newest sealed versions of others: into files, of which the version
 * depends.
 *
 * @param options.written this run's entry, where an attempt before wrote it: the versions that it names are taken
 */
export const takeJoined = async (options: {
  readonly access: Access;
  readonly reader: IngestReader;
  readonly run: Pick<StageWork['run'], 'dataset'>;
  readonly plan: Plan;
  readonly written: LogEntry | undefined;
  /** The entities of the dataset that joins, where others are joined by their names. */
  readonly entities?: readonly string[] | undefined;
  readonly folder: string;
  readonly signal: AbortSignal;
}): Promise<TakenColumns> => {
  const { access, reader, run, plan, written, entities, folder, signal } = options;
  const { spec: asked } = plan;
  if (asked.joins === undefined) return { plan, pieces: [], warnings: [] };
  const decided = written !== undefined && 'joined' in written ? written.joined : undefined;
  if (decided === undefined) await beginJoins(access, run.dataset, asked.joins);
  const others = await versionsOf(access, asked.joins, decided);
  const spec = asJoined(asked, others);
  const warnings: string[] = [];
  for (const { join, ...other } of others) {
    refuseUnmatched(spec, join, other);
    warnings.push(...(await requireIssuedInTime(access, spec, join, other)));
  }
  const own = inFolder(folder, 'joined-columns');
  await mkdir(own, { recursive: true });
  const read = await Promise.all(
    others.map(async ({ entity, files, words: _, ...other }) => {
      const fetched = await access.fetch(files);
      return { ...other, ...(entity !== undefined && { entity }), files: fetched.map(({ path }) => path) };
    }),
  );
  const { pieces, contents, unmatched } = await timed('joins', () =>
    reader.run(
      'extractJoined',
      { spec, others: read, folder: own, entities },
      { what: 'taking columns of other datasets', signal },
    ),
  );
  const joined = others.map(
    ({ join, dataset, version, isOne }): JoinedVersion => ({
      join,
      dataset,
      version,
      content: contents[join] ?? '',
      isOne,
    }),
  );
  warnings.push(...unmatched.map((one) => withoutRows(one, joined)));
  return { plan: joinedWith(plan, spec, joined), pieces, warnings };
};
