import type { Shape } from './axes.ts';
import { beginOf, cadenceMs, type WrittenFile } from './write-files.ts';

/** What of a dataset's spec changes within its history. */
export interface SpecState {
  readonly otherFeatures: boolean;
  readonly otherLimits: boolean;
  /** Value columns that joined. */
  readonly added: readonly string[];
  /** Columns that are not read, as the first file showed. */
  readonly leftOut: readonly string[];
}

/** Words are a category where each stands for three rows of the file or more, and there are two of them at least. */
const showsCategory = ({ rows }: WrittenFile): boolean => {
  const words = new Set(rows.map(({ cells }) => cells.words));
  return words.size >= 2 && words.size <= rows.length / 3;
};

/** Before anything is done to the dataset. */
export const stateAtFirst = ({ spec, beside }: Shape, [first]: readonly WrittenFile[]): SpecState => ({
  otherFeatures: false,
  otherLimits: false,
  added: [],
  leftOut:
    spec === 'found out' && beside === 'words' && first !== undefined && !showsCategory(first)
      ? ['words']
      : [],
});

/** Readings below are refused, once limits are others. */
export const OTHER_MIN = 20;

const twice = { '30m': '1h', '1h': '2h', '6h': '12h', '1d': '2d' } as const;

const familiesOf = ({ lookback, interval }: Shape, { otherFeatures }: SpecState) => {
  const by = otherFeatures ? [interval, twice[interval]] : [interval];
  switch (lookback) {
    case 'none':
      return { lags: { by: otherFeatures ? [interval] : [] } };
    case 'interval':
      return { lags: { by }, rolling: { windows: [twice[interval]], statistics: ['mean', 'std'] } };
    case 'day':
      return {
        lags: { by: [...by, '3d'] },
        rolling: { windows: ['2d'], statistics: ['min', 'max', 'slope'], lags: ['1d'] },
      };
    case 'five weeks':
      return {
        lags: { by: [...by, '35d'] },
        rolling: { windows: ['35d'], statistics: ['mean', 'max', 'median'] },
      };
    case 'rows':
      return { lags: { by, clock: 'rows' }, expanding: { statistics: ['mean', 'min', 'std'] } };
    case 'wall clock':
      return {
        lags: { by: [...by, '3d'], clock: 'wall' },
        seasonal: { seasons: [{ every: '1d', last: 3 }], statistics: ['std', 'median'] },
      };
    case 'half-life':
      return { lags: { by }, ewm: { halfLives: [twice[interval]] } };
    case 'difference':
      return {
        lags: { by: [] },
        differences: { over: [...by, '3d'] },
        lagPairs: { pairs: [[interval, { mean: '3d' }]], as: ['ratio'] },
        since: { within: '3d' },
      };
  }
};

/** Where validation and test begin, if dates say so. */
const datesOf = (shape: Shape): readonly [number, number] => {
  const [begin, step] = [beginOf(shape), cadenceMs(shape)];
  return [begin + 6 * step, begin + 9 * step];
};

/** Whether readings from `first` on leave nothing to train on. */
export const leavesNoTraining = (shape: Shape, first: number): boolean =>
  shape.split === 'dates' && first + 86_400_000 >= datesOf(shape)[0];

/** `wattline.yaml`, of which JSON is a part. */
export const specText = (shape: Shape, state: SpecState): string => {
  const { interval, kind, zone, beside, grid, scaling, period, buckets, columns, emptyCells, sameKey } =
    shape;
  const dates = datesOf(shape).map((ms) => new Date(ms).toISOString());
  const spec = {
    time: {
      column: 'time',
      zone,
      ...(shape.steps === 'declared' && { cadence: `${cadenceMs(shape) / 1_000}s` }),
      ...(shape.steps === 'own' && { cadences: 'own' }),
    },
    ...(shape.entities !== 'none' && { entity: 'meter' }),
    values: {
      load: { kind, ...(state.otherLimits && { min: OTHER_MIN }) },
      ...(beside === 'price' && { price: {} }),
      ...Object.fromEntries(state.added.map((name) => [name, {}])),
    },
    ...(beside === 'words' && { categories: { words: { vocabulary: ['red', 'green', 'blue'] } } }),
    interval,
    calendar: { fields: [] },
    grid,
    ...familiesOf(shape, state),
    split:
      shape.split === 'shares'
        ? { train: 0.6, validation: 0.2, test: 0.2 }
        : { validationFrom: dates[0], testFrom: dates[1] },
    scaling: { method: scaling },
    // A deletion fits words anew, which a fit that stays does not show.
    ...(shape.refit === 'always' &&
      shape.entities !== 'none' && {
        encodings: { count: { columns: ['meter', ...(beside === 'words' ? ['words'] : [])] } },
      }),
    ...(shape.refit !== 'always' && { training: { refit: shape.refit } }),
    quarantine: { maxFraction: 1 },
    partition: { period, entityBuckets: buckets },
    columns,
    emptyCells,
    sameKey,
  };
  return JSON.stringify(spec);
};
