import type { Spec } from '@wattline/spec';
import { RejectedError } from '../../../errors.ts';
import { postedTime } from '../../../posted-upload.ts';
import { isTaken } from '../../read/layout.ts';
import { columnRole } from '../../receipt.ts';
import { columnsOf, type SampleTable } from '../columns.ts';
import { type AttributeRole, attributeRole, MOST_WORDS } from '../infer-attributes.ts';
import type { KnownColumns } from './columns-fit.ts';

/** What the uploads before a file have of a column that the spec does not name. */
const roleBefore = (name: string, { added, header }: KnownColumns): AttributeRole | 'new' => {
  if (Object.hasOwn(added.values, name)) return 'value';
  if (Object.hasOwn(added.categories, name)) return 'category';
  return header.includes(name) ? 'left out' : 'new';
};

const words: Readonly<Record<AttributeRole, string>> = {
  value: 'numbers',
  category: 'words',
  'left out': `nothing that could be a column (no cells, times, or more than ${MOST_WORDS} words)`,
};

const isNumber = (word: string): boolean => word.trim() !== '' && Number.isFinite(Number(word));

/**
 * Throws RejectedError where a column that the spec does not name is of words in one file and of numbers in another: what
 * it is must not depend on which of them came first.
 */
export const refuseOtherRoles = (
  file: { readonly name: string; readonly spec: Spec; readonly table: SampleTable },
  known: KnownColumns,
): void => {
  const { name, spec, table } = file;
  // Posted rows were served as the version has their columns.
  if (postedTime(name) !== undefined) return;
  for (const column of columnsOf(table)) {
    const now = attributeRole(column);
    const before = roleBefore(column.name, known);
    const isOpen = columnRole(column.name, spec) === 'ignored' && !isTaken(column.name, spec.entity);
    if (!isOpen || now === undefined || before === 'new' || now === before) continue;
    const vocabulary = before === 'category' ? known.added.categories[column.name]?.vocabulary : undefined;
    // Numbers among its words are words.
    if (now === 'value' && vocabulary?.some(isNumber)) continue;
    throw new RejectedError(
      'COLUMNS_DIFFER',
      `'${column.name}' has ${words[now]} in ${name}, and ${words[before]} in the dataset’s uploads before it`,
      {
        place: { file: name, column: column.name },
        remedy: `say in the dataset's spec (wattline.yaml) what the column is: values: { ${column.name}: {} }, categories: { ${column.name}: { vocabulary: […] } }, or drop: [${column.name}]`,
      },
    );
  }
};
