import { type Act, actIn, asUsed, type Shape } from './axes.ts';
import type { History, Step } from './history.ts';

/** Cells of a row by column; null: empty. Columns that the file lacks are not there. */
type Cells = Readonly<Record<string, number | string | null>>;

export interface Row {
  /** Empty where there is one series. */
  readonly entity: string;
  readonly at: number;
  readonly cells: Cells;
}

/** What somebody asks to be deleted. `file`: all that it brought. */
interface Deletes {
  readonly entity?: string;
  readonly from?: number;
  readonly to?: number;
  readonly file?: WrittenFile;
}

/** A cell that is no number. */
export const BAD = 'broken';

/** A file that somebody uploads, or what somebody deletes. */
export interface WrittenFile {
  readonly act: Act;
  readonly name: string;
  readonly text: string;
  readonly columns: readonly string[];
  /** Without those of no time. */
  readonly rows: readonly Row[];
  readonly deletes?: Deletes;
  readonly dies: Step['dies'];
  readonly place: number;
}

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

const intervalMs = ({ interval }: Shape): number =>
  ({ '30m': 30 * MINUTE, '1h': HOUR, '6h': 6 * HOUR, '1d': DAY })[interval];

export const cadenceMs = (shape: Shape): number =>
  intervalMs(shape) * { '1/4': 0.25, '1/2': 0.5, '1': 1, '2': 2 }[shape.cadence];

const boundaries: Readonly<Record<Shape['begin'], (zone: Shape['zone']) => number>> = {
  'end of a month': () => Date.UTC(2023, 5, 1),
  'end of a year': () => Date.UTC(2024, 0, 1),
  'leap day': () => Date.UTC(2024, 1, 29),
  'clocks go forward': (zone) =>
    zone === 'America/New_York' ? Date.UTC(2024, 2, 10, 7) : Date.UTC(2024, 2, 31, 1),
  'clocks go back': (zone) =>
    zone === 'America/New_York' ? Date.UTC(2023, 10, 5, 6) : Date.UTC(2023, 9, 29, 1),
};

/** Aligned to the cadence, so that the first file ends about where it becomes interesting. */
export const beginOf = (shape: Shape): number => {
  const step = cadenceMs(shape);
  return Math.floor(boundaries[shape.begin](shape.zone) / step - 5) * step;
};

const mixed = (...parts: readonly number[]): number => {
  let state = 0x9e3779b9;
  for (const part of parts) {
    state = Math.imul(state ^ (part | 0) ^ Math.floor(part / 2 ** 32), 0x85ebca6b);
    state = Math.imul(state ^ (state >>> 13), 0xc2b2ae35);
    state ^= state >>> 16;
  }
  return state >>> 0;
};

const entitiesOf = ({ entities }: Shape): readonly string[] =>
  ({ none: [''], one: ['a'], three: ['a', 'b', 'c'] })[entities];

const NEW_ENTITY = 'd';
const words = ['red', 'green', 'blue', 'violet'];

/** What a meter shows. Counters grow with time, whichever file a reading is in. */
const loadOf = (shape: Shape, entity: string, at: number, salt: number): number => {
  const chance = mixed(salt, entity.charCodeAt(0) || 0, at / MINUTE);
  const index = Math.round((at - beginOf(shape)) / (cadenceMs(shape) / 2));
  switch (shape.kind) {
    case 'gauge':
      return (chance % 1_000) / 10;
    case 'total':
      return chance % 100;
    case 'circular':
      return chance % 360;
    case 'register':
      return 100_000 + (entity.charCodeAt(0) || 0) * 10 + index * 8 + (chance % 4);
  }
};

const cellsOf = (shape: Shape, entity: string, at: number, salt: number): Record<string, number | string> => {
  const chance = mixed(salt + 1, at / MINUTE, entity.length);
  return {
    load: loadOf(shape, entity, at, salt),
    // Now and then a file has a word that no other has.
    ...(shape.beside === 'words' && { words: words[chance % (salt % 4 === 0 ? 4 : 3)] ?? '' }),
    ...(shape.beside === 'price' && { price: (chance % 5_000) / 100 }),
  };
};

const columnsOf = ({ beside }: Shape): string[] => ['load', ...(beside === 'nothing' ? [] : [beside])];

/** A file as people write it; a cell that is null is empty. */
export const textOf = (
  shape: Pick<Shape, 'entities'>,
  columns: readonly string[],
  rows: readonly Row[],
): string => {
  const hasEntity = shape.entities !== 'none';
  const header = ['time', ...(hasEntity ? ['meter'] : []), ...columns];
  const lines = rows.map(({ entity, at, cells }) =>
    [
      new Date(at).toISOString(),
      ...(hasEntity ? [entity] : []),
      ...columns.map((name) => String(cells[name] ?? '')),
    ].join(','),
  );
  return `${[header.join(','), ...lines].join('\n')}\n`;
};

interface Writing {
  readonly shape: Shape;
  /** Of the time that files have so far. */
  begin: number;
  end: number;
  readonly files: WrittenFile[];
}

const chosen = <Value>(from: readonly Value[], count: number, salt: number): Value[] =>
  from
    .map((value, index) => ({ value, key: mixed(salt, index) }))
    .sort((a, b) => a.key - b.key)
    .slice(0, count)
    .map(({ value }) => value);

/** What a step writes: readings, and how it calls itself. */
interface Draft {
  readonly rows?: readonly Row[];
  readonly name?: string;
  readonly columns?: readonly string[];
  readonly text?: string;
  /** Lines that are no readings. */
  readonly more?: string;
  readonly deletes?: Deletes;
}

const draft = (writing: Writing, act: Act, { length, salt }: Pick<Step, 'length' | 'salt'>): Draft => {
  const { shape, files } = writing;
  const step = cadenceMs(shape);
  const entities = entitiesOf(shape);
  const filled = (from: number, to: number, { by = step, of = entities } = {}): Row[] => {
    const rows: Row[] = [];
    for (let at = from; at < to; at += by)
      for (const entity of of) rows.push({ entity, at, cells: cellsOf(shape, entity, at, salt) });
    writing.begin = Math.min(writing.begin, from);
    writing.end = Math.max(writing.end, to);
    return rows;
  };
  const { begin, end } = writing;
  const span = length * step;
  const known = files.flatMap(({ rows }) => rows);
  const again = (rows: readonly Row[]): Row[] =>
    rows.map(({ entity, at }) => ({ entity, at, cells: cellsOf(shape, entity, at, salt) }));
  const earlier = files.filter(({ rows }) => rows.length > 0);
  const one = earlier[mixed(salt) % earlier.length];
  switch (act) {
    case 'append':
    case 'other features':
    case 'other limits':
      return { rows: filled(end, end + span) };
    case 'late':
      return { rows: filled(begin - span, begin) };
    case 'overlap':
      return { rows: filled(end - step * Math.ceil(length / 2), end + step * Math.floor(length / 2)) };
    case 'correct':
      return { rows: again(chosen(known, Math.min(3, length), salt)) };
    case 'empty cells':
      return {
        rows: again(chosen(known, length, salt)).map((row, index) =>
          index % 2 === 0 ? row : { ...row, cells: { ...row.cells, load: null } },
        ),
      };
    case 'bad cells':
      return {
        rows: again(chosen(known, length, salt)).map((row, index) =>
          index % 3 === 1 ? { ...row, cells: { ...row.cells, load: BAD } } : row,
        ),
      };
    case 'refused rows': {
      const rows = filled(end, end + span);
      const [first] = chosen(known, 1, salt);
      const line = textOf(shape, columnsOf(shape), first === undefined ? [] : [first]).split('\n')[1] ?? '';
      return { rows, more: `${line.replace(/^[^,]*/, '2023-02-31T00:00:00Z')}\n` };
    }
    case 'same file':
      return one === undefined ? {} : { text: one.text, rows: one.rows, columns: one.columns };
    case 'same key': {
      if (one === undefined) return {};
      const kept = one.rows.slice(0, Math.ceil(one.rows.length / 2));
      return { name: one.name, rows: [...again(kept), ...filled(end, end + step)] };
    }
    case 'new entity':
      return { rows: filled(end - span, end + step, entities.includes('') ? {} : { of: [NEW_ENTITY] }) };
    case 'entity gone':
      return { rows: filled(end, end + span, { of: entities.slice(-1) }) };
    case 'gap': {
      // About 45 days.
      const after = end + Math.floor((45 * DAY) / step) * step;
      return { rows: filled(after, after + span) };
    }
    case 'finer steps':
      return { rows: filled(end, end + span, { by: step / 2 }) };
    case 'coarser steps':
      return { rows: filled(end, end + 2 * span, { by: 2 * step }) };
    case 'new column': {
      const rows = filled(end, end + span).map((row) => ({
        ...row,
        cells: { ...row.cells, wind: (mixed(salt + 2, row.at / MINUTE) % 400) / 10 },
      }));
      return { rows, columns: [...columnsOf(shape), 'wind'] };
    }
    case 'column lacking': {
      const rows = again(chosen(known, length, salt));
      return { rows: [...rows, ...filled(end, end + step)], columns: ['load'] };
    }
    case 'header only':
      return {};
    case 'no bytes':
      return { text: '' };
    case 'delete entity':
      return { deletes: { entity: chosen([...entities, NEW_ENTITY], 1, salt)[0] ?? '' } };
    case 'delete span': {
      const from = begin + Math.floor(((mixed(salt) % 100) / 100) * ((end - begin) / step)) * step;
      const to = from + span;
      const [entity] = chosen([...entities, undefined], 1, salt);
      return { deletes: { from, to, ...(entity !== undefined && entity !== '' && { entity }) } };
    }
    case 'delete upload': {
      const [file] = chosen(files, 1, salt);
      return file === undefined ? {} : { deletes: { file } };
    }
  }
};

const withoutRepeats = (rows: readonly Row[]): Row[] => [
  ...new Map(rows.map((row) => [`${row.entity} ${row.at}`, row])).values(),
];

/** The files of a history, in the order in which they are put. */
export const writeFiles = ({ shape: given, first, steps }: History): WrittenFile[] => {
  const shape = asUsed(given);
  const begin = beginOf(shape);
  const writing: Writing = { shape, begin, end: begin, files: [] };
  for (const [index, step] of [{ ...first, act: 'append' as const }, ...steps].entries()) {
    const act = actIn(shape, step.act);
    const drafted = draft(writing, act, step);
    const { rows = [], columns = drafted.deletes ? [] : columnsOf(shape), more = '', deletes } = drafted;
    const once = withoutRepeats(rows);
    const kept = once.map((row) => ({
      ...row,
      cells: Object.fromEntries(columns.map((name) => [name, row.cells[name] ?? null])),
    }));
    writing.files.push({
      act,
      name: drafted.name ?? `${index}.csv`,
      text: drafted.text ?? textOf(shape, columns, kept) + more,
      columns,
      rows: kept,
      ...(deletes && { deletes }),
      dies: step.dies,
      place: step.place,
    });
  }
  return writing.files;
};
