import type { SampleColumn } from './columns.ts';

const seriesColumn =
  /^(.*(?:meter|mt|site|house|haus|household|home|station|building|client|customer|feeder|apartment|flat|turbine|plant|node|zähler|zaehler|compteur|contador|user|smart_?meter)[ _-]?)0*(\d{1,6})$/i;

/** Fewer are columns of one thing. */
const FEWEST = 3;

/** What to say of columns that are called like series of one kind, with numbers. */
export const sideBySide = (values: readonly SampleColumn[]): string[] => {
  const named = Map.groupBy(
    values.filter(({ name }) => seriesColumn.test(name)),
    ({ name }) => seriesColumn.exec(name)?.[1] ?? '',
  );
  return [...named.values()]
    .filter((columns) => columns.length >= FEWEST)
    .map(
      (columns) =>
        `'${columns[0]?.name}' to '${columns.at(-1)?.name}' (${columns.length} columns) are called like series of one kind side by side, and are columns of features here; to read them as series, set entity: meter and layout.series: { columns: [${columns[0]?.name}, ${columns.at(-1)?.name}], value: load } with values: { load: {} }`,
    );
};
