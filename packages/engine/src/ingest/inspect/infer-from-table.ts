import { PERIOD, wideTable } from '../layouts/wide.ts';
import type { SampleTable } from './columns.ts';
import { type InferredSpec, inferRoles } from './infer-roles.ts';
import { wideColumns } from './infer-wide.ts';

/**
 * Makes a spec of a sample, with a row for each time or for each day. Throws RejectedError where there is no time
 * column, or no numbers.
 */
export const inferFromTable = (table: SampleTable, name: string): InferredSpec => {
  const wide = wideColumns(table);
  if (wide === undefined) {
    return inferRoles(table, name);
  }
  const { spec, ...found } = inferRoles(wideTable(table, wide, name), name);
  const { column, periods: _, ...time } = spec.time;
  const columns = typeof column === 'string' ? [column] : column;
  if (!columns.includes(PERIOD)) {
    return inferRoles(table, name);
  }
  const dates = columns.filter((one) => one !== PERIOD);
  const [date = ''] = dates;
  const [first, last] = wide.columns;
  return {
    spec: {
      ...spec,
      time: { ...time, column: dates.length === 1 ? date : dates },
      layout: { ...spec.layout, wide: { ...wide, columns: [first, last] } },
    },
    evidence: [
      {
        about: 'layout',
        decision: `one row a day: '${first}' to '${last}' are its readings, ${wide.every} apart`,
        because: 'their names count the parts of a day',
        alternatives: ['columns of their own'],
        key: 'layout.wide',
      },
      ...found.evidence,
    ],
    questions: found.questions.map((one) => ({
      ...one,
      about: one.about === PERIOD ? last : one.about,
      question: one.question.replaceAll(`'${PERIOD}'`, `'${first}' to '${last}'`),
    })),
    warnings: [
      `the file has one row a day (wide): '${first}' to '${last}' were read as its readings, ${wide.every} apart from midnight on, under the name '${wide.value}'; set layout.wide to be sure`,
      ...found.warnings.filter((warning) => !warning.includes(PERIOD)),
    ],
  };
};
