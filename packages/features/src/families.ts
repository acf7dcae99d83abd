import type { z } from 'zod';
import { contextOf, type FamilyContext, type SpecBase } from './context.ts';
import { type AddIssue, columnGroups, type Family } from './definition.ts';
import { type Filling, fillingsOf, reachMsOf } from './families/gaps/fillings.ts';
import { widened } from './families/gaps/widened.ts';
import * as registry from './registry.ts';
import type { FamilyColumn, FamilyKey, UsedFamily } from './used-family.ts';

type Registry = typeof registry;

type Schemas = { readonly [Key in FamilyKey]: Registry[Key]['options'] };

/** What a spec says of each family, parsed; undefined where a family is off. */
export type FamilyOptions = Readonly<z.output<z.ZodObject<Schemas>>>;

type Present<Options> = Exclude<Options, undefined>;

/** All families, each under its key. */
export const families: {
  readonly [Key in FamilyKey]: Family<Present<FamilyOptions[Key]>> & { readonly key: Key };
} = registry;

export const familyKeys = Object.keys(families) as FamilyKey[];

/** The name of a family's folder. */
export const folderOf = (key: FamilyKey): string =>
  key.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);

/** The zod schema of each family's key in a spec. */
export const familySchemas: Schemas = Object.fromEntries(
  Object.values(registry).map(({ key, options }) => [key, options]),
) as Schemas;

const bind = <Options>(
  key: FamilyKey,
  family: Family<Options>,
  options: Options | undefined,
  context: FamilyContext,
): UsedFamily | undefined => {
  if (options === undefined) return undefined;
  const { availability, scaled } = family;
  const columns = family
    .columns(options, context)
    .map((column) => ({ availability, scaled, ...column, family: key }));
  if (columns.length === 0) return undefined;
  const lookback = family.lookback(options, context);
  const used = { key, columns, lookback, tolerance: family.tolerance?.relative ?? 0 };
  switch (family.grain) {
    case 'readings':
      return {
        ...used,
        grain: family.grain,
        apply: () => family.apply(options, context),
        online: () => family.online(options, context),
      };
    case 'calendar':
      return {
        ...used,
        grain: family.grain,
        apply: (span) => family.apply(options, { ...context, ...span }),
        online: () => family.online(options, context),
      };
    case 'series':
      return {
        ...used,
        grain: family.grain,
        rows: family.rows?.(options) ?? 'all',
        wallClock: family.wallClock?.(options) ?? [],
        apply: () => family.apply(options, context),
        online: () => family.online(options, context),
        rowsBack: () => family.rowsBack(options, context),
      };
  }
};

/** A spec, as far as features go. */
export type FeatureSpec = SpecBase & FamilyOptions;

const allUsed = (spec: FeatureSpec, keys: readonly FamilyKey[]): UsedFamily[] => {
  const context = contextOf(spec);
  const bound = <Key extends FamilyKey>(key: Key): UsedFamily | undefined => {
    const family: Family<Present<FamilyOptions[Key]>> = families[key];
    const options: FamilyOptions[Key] = spec[key];
    return bind(key, family, options as Present<FamilyOptions[Key]> | undefined, context);
  };
  const { gaps } = spec;
  const used = keys.flatMap((key) => bound(key) ?? []);
  if (gaps === undefined) return used;
  const [fillings, reachMs] = [fillingsOf(gaps, context), reachMsOf(gaps)];
  return used.map((family) => widened(family, fillings, reachMs));
};

/** The columns of which a spec wants gaps to be filled. */
export const fillingsIn = (spec: FeatureSpec): Filling[] => fillingsOf(spec.gaps, contextOf(spec));

/** The families of which a spec asks for a column. @throws RejectedError where it asks for what cannot be made */
export const usedFamilies = (spec: FeatureSpec): UsedFamily[] => allUsed(spec, familyKeys);

type Grain = UsedFamily['grain'];

/** Those of them that are made of readings, of the calendar, or of series. */
export const familiesMadeOf = <Of extends Grain>(
  grain: Of,
  spec: FeatureSpec,
): Extract<UsedFamily, { readonly grain: Of }>[] => {
  const isOf = (family: UsedFamily): family is Extract<UsedFamily, { readonly grain: Of }> =>
    family.grain === grain;
  return allUsed(
    spec,
    familyKeys.filter((key) => families[key].grain === grain),
  ).filter(isOf);
};

/** The columns of some families, in the order of feature files. */
export const orderedColumns = (used: readonly UsedFamily[]): FamilyColumn[] => {
  const columns = used.flatMap((family) => family.columns);
  const place = ({ group }: FamilyColumn): number =>
    group === undefined ? columnGroups.length : columnGroups.indexOf(group);
  return columns.toSorted((a, b) => place(a) - place(b));
};

/** Reports what no single key of a family can say. */
export const checkFamilies = (
  spec: FeatureSpec,
  addIssue: (path: readonly (string | number)[], message: string, remedy: string) => void,
): void => {
  const context = contextOf(spec);
  const check = <Key extends FamilyKey>(key: Key): void => {
    const family: Family<Present<FamilyOptions[Key]>> = families[key];
    const options = spec[key] as Present<FamilyOptions[Key]> | undefined;
    const under: AddIssue = (path, message, remedy) => addIssue([key, ...path], message, remedy);
    if (options !== undefined) family.check?.(options, context, under);
  };
  for (const key of familyKeys) check(key);
};
