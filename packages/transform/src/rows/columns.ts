import type { ColumnScaling, SealedTransform } from '../sealed/sealed-transform.ts';

/** A column of served rows. */
export interface RowColumn {
  readonly name: string;
  readonly role: 'feature' | 'target' | 'withheld';
  /** How it is scaled; undefined where it passes as it is. */
  readonly scaling?: ColumnScaling;
}

const featureRoles = ['feature', 'target', 'withheld'] as const;

/** The columns of a version's feature rows, in the order of its files, without time and entity. */
export const featureColumns = ({ columns, scaler }: SealedTransform): RowColumn[] => {
  const scalings = {
    feature: new Map(scaler.features.map((one) => [one.name, one])),
    target: new Map(scaler.targets.map((one) => [one.name, one])),
  };
  return columns.flatMap(({ name, role }): RowColumn[] => {
    const own = featureRoles.find((one) => one === role);
    if (own === undefined) return [];
    const scaling = own === 'withheld' ? undefined : scalings[own].get(name);
    return [{ name, role: own, ...(scaling && { scaling }) }];
  });
};

/** The columns of training sets, in their order: features, then targets. */
export const trainingColumns = (columns: readonly RowColumn[]): RowColumn[] => [
  ...columns.filter(({ role }) => role === 'feature'),
  ...columns.filter(({ role }) => role === 'target'),
];
