import type { SealedTransform } from '../sealed/sealed-transform.ts';

/** A column of served rows. */
export interface RowColumn {
  readonly name: string;
  readonly role: 'feature' | 'target' | 'withheld';
}

const featureRoles = ['feature', 'target', 'withheld'] as const;

/** The columns of a version's feature rows, in the order of its files, without time and entity. */
export const featureColumns = ({ columns }: SealedTransform): RowColumn[] =>
  columns.flatMap(({ name, role }): RowColumn[] => {
    const own = featureRoles.find((one) => one === role);
    return own === undefined ? [] : [{ name, role: own }];
  });

/** The columns of training sets, in their order: features, then targets. */
export const trainingColumns = (columns: readonly RowColumn[]): RowColumn[] => [
  ...columns.filter(({ role }) => role === 'feature'),
  ...columns.filter(({ role }) => role === 'target'),
];
