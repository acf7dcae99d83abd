import type { PreviewColumn, SpecEdit } from '@wattline/api';

const ZONES = ['time', 'zones'];
const ISSUED = ['time', 'issued'];
const VINTAGE = ['time', 'vintage'];

/** The column that has the zone of each row; null: rows have none of their own. */
export const zoneEdits = (column: string | null): SpecEdit[] => [
  // Zones by series would conflict with it.
  { path: ZONES, value: null },
  ...(column === null ? [] : [{ path: [...ZONES, 'column'], value: column }]),
];

/** The column that has the issue of each forecast; without it no vintage is chosen. */
export const issuedEdits = (column: string | null): SpecEdit[] => [
  { path: ISSUED, value: column },
  ...(column === null ? [{ path: VINTAGE, value: null }] : []),
];

/** A day ahead is what most forecasts are traded by. */
const LEAD = '24h';

/** Which vintage counts; `lead`: the last that was known so long before. */
export const vintageEdits = (choice: string, lead = LEAD): SpecEdit[] =>
  choice === 'lead' ? [{ path: [...VINTAGE, 'lead'], value: lead }] : [{ path: VINTAGE, value: choice }];

/** What a vintage is, as a choice of a form. */
export const vintageChoice = (vintage: string | undefined): 'latest' | 'first' | 'lead' =>
  vintage === undefined || vintage === 'latest' ? 'latest' : vintage === 'first' ? 'first' : 'lead';

const names = (columns: readonly PreviewColumn[]): string[] => columns.map(({ name }) => name);

/** The columns from the first to the last, by their order in the file. */
const between = (columns: readonly PreviewColumn[], first: string, last: string): PreviewColumn[] => {
  const places = [first, last].map((name) => names(columns).indexOf(name));
  return columns.slice(Math.min(...places), Math.max(...places) + 1);
};

/** Makes series of the columns from one to another; those that were it before are values again. */
export const seriesEdits = (
  columns: readonly PreviewColumn[],
  before: readonly [first: string, last: string] | undefined,
  chosen: readonly [first: string, last: string] | undefined,
): SpecEdit[] => [
  ...(before === undefined ? [] : [{ series: names(between(columns, ...before)), areSeries: false }]),
  ...(chosen === undefined || chosen[0] === chosen[1]
    ? []
    : [{ series: names(between(columns, ...chosen)), areSeries: true }]),
];
