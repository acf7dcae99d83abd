import type { FamilyContext } from '../context.ts';
import type { AddIssue } from '../definition.ts';
import { bareContext } from './values-at.ts';

interface Checked<Options> {
  readonly check: (options: Options, context: FamilyContext, addIssue: AddIssue) => void;
}

/** What a family says is wrong with options: where, what, and the remedy. */
export const issuesOf =
  <Options>({ check }: Checked<Options>, interval = '1h') =>
  (options: Options): string[] => {
    const found: string[] = [];
    check(options, bareContext({ interval }), (path, message, remedy) =>
      found.push(`${path.join('.')}: ${message}: ${remedy}`),
    );
    return found;
  };
