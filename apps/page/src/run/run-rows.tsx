import type { RunReceipt } from '@wattline/api';
import { type Figure, Figures } from '../components/figures.tsx';
import { countText, percentText } from '../text/numbers.ts';
import { setsFigures } from './sets-figures.ts';

const readingFigures = ({ rows }: NonNullable<RunReceipt['ingested']>): Figure[] => [
  { label: 'read', value: countText(rows.read), detail: 'rows' },
  { label: 'accepted', value: countText(rows.accepted), detail: percentText(rows.accepted, rows.read) },
  {
    label: 'quarantined',
    value: countText(rows.refused),
    detail: percentText(rows.refused, rows.read),
    tone: rows.refused > 0 ? 'warn' : undefined,
  },
  { label: 'duplicates', value: countText(rows.exactDuplicates), detail: 'same row twice' },
  {
    label: 'conflicts',
    value: countText(rows.conflicts),
    detail: 'one time, other values',
    tone: rows.conflicts > 0 ? 'warn' : undefined,
  },
];

/** The first set large, the others below it. */
const trainingFigure = (training: NonNullable<RunReceipt['published']>['training']): Figure[] => {
  const [first, ...others] = Object.entries(training);
  if (first === undefined) return [];
  const detail = others.map(([set, count]) => `${set} ${countText(count)}`).join(', ');
  return [{ label: first[0], value: countText(first[1]), detail }];
};

/** How far later rows have left what the scaler was fitted to. */
const outgrownFigure = (fit: NonNullable<RunReceipt['published']>['fit']): Figure[] => {
  if (fit === undefined) return [];
  const { to, outgrown } = fit;
  const [worst] = outgrown.columns;
  const detail = `scaler fitted until ${to.slice(0, 10)}${worst === undefined ? '' : `, worst ${worst.name}`}`;
  return [{ label: 'outside its range', value: `${(100 * outgrown.outside).toFixed(1)} %`, detail }];
};

/** How far later rows are from a training span. */
const driftFigure = (drift: NonNullable<RunReceipt['published']>['drift']): Figure[] => {
  if (drift === undefined) return [];
  const { against, isPinned, from, compared, drifted, columns } = drift;
  const [worst] = columns;
  const span = isPinned ? `beside ${against}, pinned` : 'beside the training span';
  return [
    {
      label: 'drifted',
      value: countText(drifted),
      detail: `of ${countText(compared)} columns since ${from.slice(0, 10)}, ${span}${worst === undefined ? '' : `; worst ${worst.name}: PSI ${worst.psi}, KS ${worst.ks}`}`,
      tone: drifted > 0 ? 'warn' : undefined,
    },
  ];
};

/** Features that tell a model nothing in the training span. */
const redundantFigure = (redundant: NonNullable<RunReceipt['published']>['redundant']): Figure[] => {
  if (redundant === undefined || redundant.count === 0) return [];
  const { count, isDropped, columns } = redundant;
  const [first] = columns;
  const why =
    first === undefined ? '' : `, as ${first.name}: ${[first.is, first.column ?? ''].join(' ').trim()}`;
  return [
    {
      label: 'redundant',
      value: countText(count),
      detail: `features ${isDropped ? 'left out of' : 'in'} training sets${why}`,
    },
  ];
};

const featureFigures = ({
  rows,
  columns,
  training,
  horizons,
  folds,
  fit,
  redundant,
  drift,
}: NonNullable<RunReceipt['published']>): Figure[] => [
  { label: 'features', value: countText(rows), detail: `rows × ${countText(columns)} columns` },
  ...trainingFigure(training),
  ...setsFigures({ horizons, folds }),
  ...outgrownFigure(fit),
  ...driftFigure(drift),
  ...redundantFigure(redundant),
];

/** What came in and what came out. */
export const RunRows = ({ receipt: { ingested, published } }: { receipt: RunReceipt }) => {
  if (ingested === undefined && published === undefined) return null;
  return (
    <section aria-label="Rows">
      <Figures
        figures={[
          ...(ingested === undefined ? [] : readingFigures(ingested)),
          ...(published === undefined ? [] : featureFigures(published)),
        ]}
      />
    </section>
  );
};
