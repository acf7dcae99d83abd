import { type Aggregate, familiesMadeOf, type SqlColumn } from '@wattline/features';
import type { Spec } from '@wattline/spec';

const readingsPlans = (spec: Spec) => familiesMadeOf('readings', spec).map((family) => family.apply());

/** The numbers of an interval's readings that the spec asks for. */
export const aggregatesOf = (spec: Spec): Aggregate[] =>
  readingsPlans(spec).flatMap(({ aggregates }) => aggregates);

/** The columns that aggregation needs beside the readings' own. */
export const readingColumns = (spec: Spec): SqlColumn[] => readingsPlans(spec).flatMap(({ each }) => each);
