import { plainSources } from '@wattline/features';
import type { Spec } from '@wattline/spec';
import { DEFAULT_ENTITY } from '../columns.ts';

/** As readings have it. */
export const entityColumn = (spec: Pick<Spec, 'entity'>): string => spec.entity ?? DEFAULT_ENTITY;

/** The same, as feature rows have it. */
export const featureEntity = (spec: Pick<Spec, 'entity' | 'naming' | 'values' | 'categories'>): string =>
  plainSources(spec)(entityColumn(spec));
