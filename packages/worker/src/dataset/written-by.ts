import type { Notation, Written } from '@wattline/cells';
import { mayDiffer } from '@wattline/engine/kept-upload';
import { STAGING_PREFIX } from '../upload.ts';
import { factsOf } from './kept-facts.ts';
import type { DatasetLayer } from './uploads-in-force.ts';

/** Of a dataset's folder: where readings are stored that were posted. */
export const postedFolder = (dataset: string): string => `${STAGING_PREFIX}${dataset}/posted/`;

/** Signs that may be before decimals, and what may group digits beside each. */
const signs = [
  ['.', ','],
  [',', '.'],
] as const;

type Facts = ReturnType<typeof factsOf>['upload'];

/**
 * How an upload of before notations were kept is written, as far as that is known: where there are decimal commas, each
 * number may be in either way, and what would be another one is refused.
 */
const assumed = ({ timeFormat, decimal, columns }: Facts): Notation[] => {
  const time = { format: timeFormat };
  if (decimal !== ',') return [{ time, numbers: [], missing: {} }];
  return signs.map(([point, thousands]) => ({
    time,
    numbers: [{ style: { decimal: point, thousands, affix: '', signs: false }, columns: [...columns] }],
    missing: {},
  }));
};

const distinct = (notations: readonly Notation[]): Notation[] => [
  ...new Map(notations.map((one) => [JSON.stringify(one), one])).values(),
];

/**
 * How uploads are written, those that a dataset consists of, in the order in which they count; undefined where there are
 * none.
 */
export const writtenBy = (layers: readonly DatasetLayer[], dataset: string): Written | undefined => {
  const posted = postedFolder(dataset);
  const all = layers.filter((layer) => layer.type === 'upload');
  const newest = all.at(-1);
  if (newest === undefined) return undefined;
  // What this service stored is written as it stores: that says nothing of the others.
  const uploads = all.filter(({ upload }) => !upload.key.startsWith(posted)).map(factsOf);
  const { spec, specSource } = factsOf(newest).dataset;
  return {
    notations: distinct(
      uploads.toReversed().flatMap(({ upload }) => (upload.notation ? [upload.notation] : assumed(upload))),
    ),
    units: Object.assign({}, ...uploads.map(({ upload }) => upload.units)),
    showsTimes: specSource === 'inferred' || spec.time.format === 'auto',
    ...(spec.time.label === 'end' && { showsSteps: mayDiffer(spec) }),
  };
};
