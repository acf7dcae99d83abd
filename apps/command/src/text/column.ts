import type { ColumnExplanation } from '@wattline/engine/preview';
import { printable } from './printable.ts';
import { evidenceLine } from './reading.ts';
import { tableText } from './table.ts';

const knownText = { past: 'when measured', static: 'always', future: 'before its interval' } as const;

const quoted = (cells: readonly string[]): string => cells.map((cell) => JSON.stringify(cell)).join(', ');

/** How readings of a value are kept, and the keys that say so. */
const valueLines = ({
  name,
  role,
  unit,
  aggregate,
  known,
  missing,
  quantity = 'gauge',
}: Omit<ColumnExplanation, 'columns'>): string[][] =>
  role !== 'value'
    ? []
    : [
        ['unit', `${unit ?? 'none in the file'} (values.${name}.unit)`],
        ['kind', `${quantity} (values.${name}.kind)`],
        ['aggregate', `${aggregate?.join(', ') ?? 'mean'} of an interval (values.${name}.aggregate)`],
        ['known', `${knownText[known ?? 'past']} (values.${name}.known)`],
        [
          'no reading',
          `${missing === undefined ? 'what stands under missing' : `${quoted(missing)}, and what stands under missing`} (values.${name}.missing)`,
        ],
      ];

/** A column in words: what it is, what speaks for it, what else it could be, and which key changes it. */
export const columnText = (raw: Omit<ColumnExplanation, 'columns'>): string => {
  const column = printable(raw);
  const { name, role, kind, dtype, key, examples, evidence, alternatives } = column;
  return tableText([
    ['column', name],
    ['role', `${role} (${key})`],
    ['looks', `${kind}, such as ${quoted(examples)}`],
    ...(dtype === undefined ? [] : [['type', dtype]]),
    ...valueLines(column),
    ...evidence.map((one) => ['for it', evidenceLine(one)]),
    ...(evidence.length === 0 ? [['for it', `its cells look ${kind}`]] : []),
    ...alternatives.map(({ label, gives, fits }) => [
      fits ? 'would fit' : 'against',
      `${label}: ${gives.join('; ')}`,
    ]),
  ]);
};
