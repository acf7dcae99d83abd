import { Spec, type SpecInput } from '@wattline/spec';
import { EVENT_TIMESTAMP } from '../../columns.ts';
import { isTaken } from '../read/layout.ts';
import { chooseEntity } from './choose-entity.ts';
import { chooseTime, noTime } from './choose-time.ts';
import { columnsOf, type SampleColumn, type SampleTable } from './columns.ts';
import type { Finding, Question } from './finding.ts';
import { kindIn } from './infer-kind.ts';
import { missingIn } from './infer-missing.ts';
import { leftOut, looksMeasured, noValues } from './left-out.ts';
import { isDescending, letteredHour, longDay, zonesFor } from './long-days.ts';
import { isMultiplied } from './number-styles.ts';
import { isRowNumber } from './row-numbers.ts';
import { rowsByTime } from './rows-by-time.ts';
import { secondPassIn } from './second-pass.ts';
import { sideBySide } from './side-by-side.ts';
import { convertedCells, styleInWords } from './style-words.ts';
import { doubtsOfTime } from './time-doubts.ts';
import { amountUnitBeside, isUnitOfSeries, unitColumn, unitQuestion } from './unit-column.ts';
import { vintagesIn } from './vintages.ts';
import { areInstants, zoneBeside } from './zone-beside.ts';
import { zoneInName } from './zone-in-name.ts';

/** A spec made from a sample, and what was not certain. */
export interface InferredSpec {
  readonly spec: Spec;
  readonly evidence: readonly Finding[];
  readonly questions: readonly Question[];
  readonly warnings: readonly string[];
}

const MOST_CATEGORIES = 20;

/** Makes a spec of a sample with a row for each time. Throws RejectedError. */
export const inferRoles = (table: SampleTable, name: string): InferredSpec => {
  const columns = columnsOf(table);
  const warnings: string[] = [];
  const evidence: Finding[] = [];
  const questions: Question[] = [];
  const first = chooseTime(table);
  if (first === undefined) {
    throw noTime(table, name);
  }
  const vintages = vintagesIn(table, first);
  const found = vintages?.time ?? first;
  if (vintages !== undefined) questions.push(vintages.question);
  const beside = zoneBeside(table, found);
  const time = beside?.time ?? found;
  const passes =
    beside === undefined && !areInstants(time)
      ? secondPassIn(table, time.columns, isDescending(table, time))
      : undefined;
  if (passes !== undefined) {
    evidence.push(passes.evidence);
    questions.push({
      about: passes.column,
      question: `'${passes.column}' distinguishes rows of one local time (${passes.example} in '${time.columns.map((column) => column.name).join("', '")}'), as clocks go back by an hour: in which zone were they read?`,
      candidates: zonesFor(time, passes.example),
      key: 'time.zone',
    });
  }
  const named = passes === undefined && beside === undefined ? zoneInName(time) : undefined;
  if (named !== undefined) {
    evidence.push({
      about: 'time.zone',
      decision: named.zone,
      because: `the name '${named.name}' says so`,
      alternatives: [],
      key: 'time.zone',
    });
    warnings.push(
      `the timestamps were read in ${named.zone}, as the name '${named.name}' says; set time.zone if clocks change there`,
    );
  }
  const hour25 =
    passes === undefined && beside === undefined && named === undefined
      ? (longDay(table, time) ?? letteredHour(table, time))
      : undefined;
  if (hour25 !== undefined) questions.push(hour25);
  evidence.push(...time.evidence);
  const timeNames = time.columns.map((column) => column.name);
  const doubts = doubtsOfTime(time);
  questions.push(...doubts.questions);
  warnings.push(...doubts.warnings);
  const numbered = columns.filter((column) => isRowNumber(table, column));
  for (const { name: counter } of numbered) {
    warnings.push(`column '${counter}' counts the rows and is left out (row number)`);
  }
  const others = columns.filter(
    (column) =>
      !time.columns.includes(column) &&
      !numbered.includes(column) &&
      column !== vintages?.issued &&
      column.name !== passes?.column &&
      column.name !== beside?.zones,
  );
  const entity = chooseEntity(
    table,
    vintages === undefined ? time : { ...time, columns: [...time.columns, vintages.issued] },
    others.filter((column) => column.name !== EVENT_TIMESTAMP),
  );
  evidence.push(...entity.evidence);
  const entityName =
    entity.columns.length === 0 ? undefined : entity.columns.map((column) => column.name).join(' + ');
  const rest = others.filter((column) => !entity.columns.includes(column));
  const free = rest.filter((column) => !isTaken(column.name, entityName));
  for (const { name: taken } of rest.filter((column) => !free.includes(column))) {
    warnings.push(`column '${taken}' is left out: readings have a column of their own by that name`);
  }
  const values = free.filter((column) => column.kind === 'numeric');
  if (values.length === 0) {
    throw noValues(name, free);
  }
  const units = unitColumn(
    table,
    free.filter((column) => column.kind !== 'numeric'),
  );
  warnings.push(...sideBySide(values));
  const [onlyValue, ...otherValues] = values;
  const measured = otherValues.length === 0 ? onlyValue?.name : undefined;
  if (units !== undefined) {
    const others = units.from.join(', ');
    if (measured === undefined) {
      warnings.push(
        `column '${units.column}' has several units (${units.to}, ${others}), and nothing shows of which column: readings were not converted; set layout.units and values.<column>.unit`,
      );
    } else if (units.isCertain) {
      warnings.push(
        `readings in '${measured}' are in several units (column '${units.column}'): those in ${others} were converted to ${units.to}; set layout.units to be sure`,
      );
    } else if (!isUnitOfSeries(table, entity.columns, units)) {
      questions.push(
        unitQuestion(
          units,
          measured,
          entity.columns.map((column) => column.name),
        ),
      );
    }
  }
  const converted = units?.isCertain === true && measured !== undefined ? units : undefined;
  const categories = free.filter(
    (column) =>
      column.name !== converted?.column &&
      column.kind === 'categorical' &&
      column.distinct >= 2 &&
      column.distinct <= Math.min(MOST_CATEGORIES, column.cells.length / 3) &&
      !looksMeasured(column),
  );
  const drop = [
    ...rest.filter(
      (column) =>
        column.name !== converted?.column && !values.includes(column) && !categories.includes(column),
    ),
    ...numbered,
  ];
  warnings.push(
    ...leftOut(
      drop.filter((one) => !numbered.includes(one)),
      entityName,
      timeNames,
    ),
  );
  for (const column of values) {
    const words = styleInWords(column.found.style);
    if (words !== undefined) {
      evidence.push({
        about: column.name,
        decision: words,
        because: column.found.because,
        alternatives: [],
        key: 'file.decimal, file.thousands',
      });
    }
    warnings.push(...convertedCells(column));
    if (column.found.open !== undefined) {
      questions.push({
        about: column.name,
        question: `numbers such as "${column.cells.find((cell) => /[.,]/.test(cell)) ?? ''}" in column '${column.name}': are these thousands, grouped, or decimals?`,
        candidates: [`decimal: "${column.found.open}"`, `thousands: "${column.found.open}"`],
        key: 'file',
      });
    }
  }
  const missing = new Map(values.map((column) => [column.name, missingIn(column)]));
  for (const [column, found] of missing) {
    warnings.push(...found.warnings.map((text) => `column '${column}': ${text}`));
  }
  const series = [
    ...Map.groupBy(rowsByTime(table, time), (row) =>
      JSON.stringify(entity.columns.map(({ index }) => row[index])),
    ).values(),
  ];
  const seriesOf = ({ index }: SampleColumn): string[][] =>
    series.map((rows) => rows.map((row) => (row[index] ?? '').trim()));
  const amounts = amountUnitBeside(
    others.filter((column) => !values.includes(column)),
    values,
  );
  const kinds = new Map(
    values.map((column) => [
      column.name,
      kindIn(
        column,
        converted?.to ??
          table.units?.[column.index] ??
          (amounts?.value === column.name ? amounts.unit : undefined),
        missing.get(column.name)?.markers ?? [],
        seriesOf,
      ),
    ]),
  );
  for (const found of kinds.values()) {
    evidence.push(...found.evidence);
    warnings.push(...found.warnings);
  }
  const [firstName = ''] = timeNames;
  const input: SpecInput = {
    time: {
      column: timeNames.length === 1 ? firstName : timeNames,
      format: time.format,
      label: time.label,
      ...(named === undefined ? {} : { zone: named.zone }),
      ...(vintages === undefined ? {} : { issued: vintages.issued.name }),
      ...(passes === undefined ? {} : { secondPass: { column: passes.column, values: [...passes.values] } }),
      ...(beside?.zones === undefined ? {} : { zones: { column: beside.zones } }),
      ...(time.periods.length === 0
        ? {}
        : { periods: time.periods.length === 1 ? (time.periods[0] ?? '') : [...time.periods] }),
      ...(time.periods.length > 0 && time.firstPeriod === 0 ? { firstPeriod: 0 as const } : {}),
    },
    ...(entityName === undefined ? {} : { entity: entityName }),
    ...(converted === undefined ? {} : { layout: { units: converted.column } }),
    values: Object.fromEntries(
      values.map((column) => {
        const markers = missing.get(column.name)?.markers ?? [];
        return [
          column.name,
          {
            ...kinds.get(column.name)?.input,
            ...(converted !== undefined
              ? { unit: converted.to }
              : column.found.style.scales !== undefined && !isMultiplied(column.found.style)
                ? { unit: column.found.style.affix }
                : {}),
            ...(markers.length === 0 ? {} : { missing: [...markers] }),
          },
        ];
      }),
    ),
    categories: Object.fromEntries(
      categories.map((column) => [column.name, { vocabulary: [...new Set(column.cells)].sort() }]),
    ),
    drop: drop.map((column) => column.name),
  };
  return { spec: Spec.parse(input), evidence, questions, warnings };
};
