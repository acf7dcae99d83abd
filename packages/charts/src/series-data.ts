export interface SeriesColumn {
  readonly name: string;
  readonly unit?: string | undefined;
  /** Columns of one panel share their axis; by default those of the same unit, else of the same name. */
  readonly panel?: string | undefined;
  /** null in a step without values. */
  readonly mean: readonly (number | null)[];
  /** The band around the mean; absent if nothing is thinned. */
  readonly min?: readonly (number | null)[] | undefined;
  readonly max?: readonly (number | null)[] | undefined;
}

export interface SeriesData {
  readonly entity: string;
  readonly zone: string;
  /** The span of one point. */
  readonly stepMs: number;
  /** Starts of the steps, epoch ms. */
  readonly time: readonly number[];
  readonly columns: readonly SeriesColumn[];
  /** What is seen of it at first, epoch ms. Default: all. */
  readonly zoom?: { readonly from: number; readonly to: number } | undefined;
}

export const panelOf = ({ panel, unit, name }: SeriesColumn): string => panel ?? unit ?? name;

/** One above the other, in the order of their first columns: what a caller gives the chart's height by. */
export const seriesPanels = ({ columns }: Pick<SeriesData, 'columns'>): string[] => [
  ...new Set(columns.map(panelOf)),
];
