import type { AddIssue } from '../../definition.ts';
import { kindOf, kinds } from '../../kinds/kinds.ts';
import { isKindOption } from '../../kinds/options.ts';
import type { ValueOptions } from './options.ts';

/** Reports what means nothing of a column's kind. */
export const checkKind = (column: string, value: ValueOptions, addIssue: AddIssue): void => {
  const { key, meanings, options, aggregate } = kindOf(value);
  for (const [index, aggregation] of value.aggregate.entries()) {
    if (meanings[aggregation] === undefined) {
      addIssue(
        [column, 'aggregate', index],
        `${aggregation} of ${column} means nothing: it is ${key}`,
        `write one of ${Object.keys(meanings).join(', ')} (default: ${aggregate.join(', ')}), or another kind`,
      );
    }
  }
  if (key !== 'gauge' && value.truncate) {
    addIssue(
      [column, 'truncate'],
      `${column} is ${key}: readings of that kind are not cut to whole numbers`,
      'remove truncate, or kind',
    );
  }
  for (const option of Object.keys(value).filter(isKindOption)) {
    if (value[option] !== undefined && !options.includes(option)) {
      const owners = Object.values(kinds).filter((kind) => kind.options.includes(option));
      addIssue(
        [column, option],
        `${option} does not apply to ${column}, which is ${key}`,
        `remove ${option}, or write kind: ${owners.map((kind) => kind.key).join(' or ')}`,
      );
    }
  }
};
