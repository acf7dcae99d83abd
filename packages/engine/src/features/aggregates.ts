import { type Aggregate, type Amount, familiesMadeOf, type SqlColumn } from '@wattline/features';
import type { Spec } from '@wattline/spec';

const readingsPlans = (spec: Spec) => familiesMadeOf('readings', spec).map((family) => family.apply());

/** The numbers of an interval's readings that the spec asks for. */
export const aggregatesOf = (spec: Spec): Aggregate[] =>
  readingsPlans(spec).flatMap(({ aggregates }) => aggregates);

/** Names of the columns that families make of readings; some numbers are but parts of these. */
export const columnsOfReadings = (spec: Spec): ReadonlySet<string> =>
  new Set(familiesMadeOf('readings', spec).flatMap(({ columns }) => columns.map(({ name }) => name)));

/** Columns that are made of these numbers. */
export const combinedColumns = (spec: Spec): SqlColumn[] =>
  readingsPlans(spec).flatMap(({ combined = [] }) => combined);

/** Sums of amounts that are spread over the time that they are of. */
export const amountsOf = (spec: Spec): Amount[] => readingsPlans(spec).flatMap(({ amounts = [] }) => amounts);

/** The columns that aggregation needs beside the readings' own. */
export const readingColumns = (spec: Spec): SqlColumn[] => readingsPlans(spec).flatMap(({ each }) => each);
