/** A sealed version of a dataset that another joins. */
export interface OtherVersion {
  readonly dataset: string;
  readonly version: string;
}

/** What is found of a dataset that joins others, when one of them may have another version. */
export interface RenewalFacts {
  /** What its newest version has joined. */
  readonly joined: readonly OtherVersion[];
  /** By dataset, of those that are to be looked at: the version that its readers should take. */
  readonly latest: ReadonlyMap<string, string>;
  /** A run of it has not come to its end, which is looked at again. */
  readonly isBusy: boolean;
  /** What its last renewal was asked for by, where that made no version. */
  readonly inVain: readonly OtherVersion[];
  /** One of those that it joins joins it in turn. */
  readonly isCircular: boolean;
}

export type RenewalDecision =
  /** It has all that there is. */
  | { readonly type: 'current' }
  /** Its own end decides. */
  | { readonly type: 'busy' }
  /** The same renewal came to nothing, which somebody has to look at. */
  | { readonly type: 'in-vain' }
  /** It would never end. */
  | { readonly type: 'circular' }
  | { readonly type: 'renew'; readonly renews: readonly OtherVersion[] };

const isAmong = (all: readonly OtherVersion[], { dataset, version }: OtherVersion): boolean =>
  all.some((one) => one.dataset === dataset && one.version === version);

/** The versions that are others than those joined, each dataset once. */
const newsOf = ({ joined, latest }: Pick<RenewalFacts, 'joined' | 'latest'>): OtherVersion[] =>
  [...latest].flatMap(([dataset, version]) =>
    joined.some((one) => one.dataset === dataset && one.version !== version) ? [{ dataset, version }] : [],
  );

/** Whether a dataset that joins others is made again. */
export const decideRenewal = (facts: RenewalFacts): RenewalDecision => {
  const renews = newsOf(facts);
  if (renews.length === 0) return { type: 'current' };
  if (facts.isBusy) return { type: 'busy' };
  if (renews.every((one) => isAmong(facts.inVain, one))) return { type: 'in-vain' };
  return facts.isCircular ? { type: 'circular' } : { type: 'renew', renews };
};
