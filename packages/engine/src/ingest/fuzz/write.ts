import { gzipSync } from 'node:zlib';
import type { Shape } from './axes.ts';
import type { Reading } from './reading.ts';
import { trueReadings, valueColumns } from './truth.ts';

/** A file and what is in it. */
export interface WrittenFile {
  readonly content: Buffer;
  readonly truth: readonly Reading[];
}

const two = (value: number): string => String(value).padStart(2, '0');
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

type TimeCells = (at: Date) => string[];

const clockOf = (at: Date): string => `${two(at.getUTCHours())}:${two(at.getUTCMinutes())}`;
const isoDate = (at: Date): string => at.toISOString().slice(0, 10);
const dmy = (at: Date, sign: string): string =>
  [two(at.getUTCDate()), two(at.getUTCMonth() + 1), at.getUTCFullYear()].join(sign);

const timeCells: Readonly<Record<Shape['time'], TimeCells>> = {
  iso: (at) => [at.toISOString().slice(0, 19)],
  'iso with blank': (at) => [`${isoDate(at)} ${clockOf(at)}:00`],
  'iso with Z': (at) => [`${at.toISOString().slice(0, 19)}Z`],
  'iso with offset': (at) => [`${new Date(at.getTime() + 7_200_000).toISOString().slice(0, 19)}+02:00`],
  'day/month/year': (at) => [`${dmy(at, '/')} ${clockOf(at)}`],
  'month/day/year': (at) => [
    `${two(at.getUTCMonth() + 1)}/${two(at.getUTCDate())}/${at.getUTCFullYear()} ${clockOf(at)}`,
  ],
  'day.month.year': (at) => [`${dmy(at, '.')} ${clockOf(at)}`],
  'day-month name-year': (at) => [
    `${two(at.getUTCDate())}-${MONTHS[at.getUTCMonth()]}-${at.getUTCFullYear()} ${clockOf(at)}`,
  ],
  'twelve-hour clock': (at) => [
    `${two(at.getUTCMonth() + 1)}/${two(at.getUTCDate())}/${at.getUTCFullYear()} ${two(((at.getUTCHours() + 11) % 12) + 1)}:${two(at.getUTCMinutes())} ${at.getUTCHours() < 12 ? 'AM' : 'PM'}`,
  ],
  'epoch seconds': (at) => [String(at.getTime() / 1000)],
  'epoch milliseconds': (at) => [String(at.getTime())],
  'digits to the minute': (at) => [
    `${isoDate(at).replaceAll('-', '')}${two(at.getUTCHours())}${two(at.getUTCMinutes())}`,
  ],
  'digits to the hour': (at) => [`${isoDate(at).replaceAll('-', '')}${two(at.getUTCHours())}`],
  'date and clock in two columns': (at) => [isoDate(at), clockOf(at)],
  'date and hour in two columns': (at) => [isoDate(at), String(at.getUTCHours())],
};

const timeNames = (time: Shape['time']): string[] =>
  time === 'date and clock in two columns'
    ? ['date', 'time']
    : time === 'date and hour in two columns'
      ? ['date', 'hour']
      : ['time'];

const grouping = ({ thousands, decimal }: Shape): string =>
  ({
    none: '',
    'other sign': decimal === '.' ? ',' : '.',
    blank: ' ',
    'narrow blank': '\u202f',
    apostrophe: "'",
  })[thousands];

const numberText = (value: number, shape: Shape): string => {
  const [whole = '', part = ''] = value.toFixed(2).split('.');
  const sign = grouping(shape);
  return `${sign === '' ? whole : whole.replace(/\B(?=(\d{3})+$)/g, sign)}${shape.decimal}${part}`;
};

const lost: Readonly<Partial<Record<Shape['losses'], string>>> = {
  'empty cells': '',
  NA: 'NA',
  '-999': '-999',
  'No data': 'No data',
  'null in one cell': 'null',
};

/** What is lost of the readings: rows that go, cells that mean no reading. */
const lose = (readings: readonly Reading[], { losses }: Shape, random: () => number): Reading[] => {
  if (losses === 'none') return [...readings];
  if (losses === 'rows') return readings.filter(() => random() > 0.02);
  const one = Math.floor(random() * readings.length);
  return readings.map((reading, index) => {
    const gone = losses === 'null in one cell' ? index === one : random() < 0.03;
    return gone ? { ...reading, values: { ...reading.values, load: null } } : reading;
  });
};

const sorted = (readings: readonly Reading[], { order }: Shape, random: () => number): Reading[] => {
  if (order === 'by entity') return [...readings];
  const rows = [...readings].sort((a, b) => a.at - b.at);
  if (order === 'newest first') return rows.reverse();
  if (order === 'by time') return rows;
  return rows
    .map((row) => ({ row, key: random() }))
    .sort((a, b) => a.key - b.key)
    .map(({ row }) => row);
};

const besideNames = ({ beside }: Shape): string[] =>
  beside === 'nothing'
    ? []
    : [{ note: 'note', 'row number': '', status: 'status', constant: 'factor' }[beside]];

const besideCells = ({ beside }: Shape, index: number): string[] => {
  const cells: Readonly<Record<Shape['beside'], string[]>> = {
    nothing: [],
    note: [index % 17 === 0 ? `seen by shift ${index % 5}` : ''],
    'row number': [String(index)],
    status: [index % 9 === 0 ? 'estimated' : 'measured'],
    constant: ['1'],
  };
  return cells[beside];
};

const entityCells = ({ entities }: Shape, entity: string): string[] =>
  entities === 'none' ? [] : entity.split('\u0000');

const entityNames = ({ entities }: Shape): string[] =>
  entities === 'none' ? [] : entities === 'four by site and device' ? ['site', 'device'] : ['meter'];

/** Of the column that has the kind. */
const unitOf = (name: string, { kind }: Shape): string =>
  name !== 'load' || kind === 'gauge' ? 'kW' : kind === 'circular' ? 'deg' : 'kWh';

/** Lines of cells, as the file has them before they are joined. */
const linesOf = (shape: Shape, readings: readonly Reading[], random: () => number): string[][] => {
  const names = valueColumns.map((name) =>
    shape.units === 'units in the names' ? `${name} [${unitOf(name, shape)}]` : name,
  );
  const header = [...timeNames(shape.time), ...entityNames(shape), ...names, ...besideNames(shape)];
  const rows = readings.map(({ at, entity, values }, index) => [
    ...timeCells[shape.time](new Date(at)),
    ...entityCells(shape, entity),
    ...valueColumns.map((name) => {
      const value = values[name];
      return typeof value === 'number' ? numberText(value, shape) : (lost[shape.losses] ?? '');
    }),
    ...besideCells(shape, index),
  ]);
  const middle = Math.floor(rows.length / 2);
  const again = rows[middle] ?? [];
  if (shape.repeats === 'one exact double') rows.splice(middle, 0, [...again]);
  if (shape.repeats === 'one conflicting row') {
    // The last of the file counts: the true one stays below.
    const other = [...again];
    other[header.indexOf(names[1] ?? '')] = numberText(1.25, shape);
    rows.splice(middle, 0, other);
  }
  if (shape.within === 'comment line') rows.splice(middle + 3, 0, ['# maintenance of the logger']);
  if (shape.within === 'repeated header') rows.splice(middle + 3, 0, header);
  if (shape.within === 'blank lines') rows.splice(middle + 3, 0, [], []);
  if (shape.within === 'total at the end') {
    rows.push(
      header.map((name, place) =>
        place === 0 ? 'Total' : name === names[0] ? numberText(random() * 9e5, shape) : '',
      ),
    );
  }
  const units = header.map((name) =>
    name === names[0] ? unitOf('load', shape) : name === names[1] ? 'EUR' : '-',
  );
  const above: Readonly<Record<Shape['above'], string[][]>> = {
    header: [],
    title: [['Load and price of the plant']],
    'title and blank line': [['Load and price of the plant'], []],
    'key-value block': [['Station', 'Town hall'], ['Operator', 'Works Ltd'], ['Serial', '77-12'], []],
    'sep= line': [[`sep=${shape.delimiter}`]],
  };
  return [...above[shape.above], header, ...(shape.units === 'row of units' ? [units] : []), ...rows];
};

const encoded = (text: string, { encoding }: Shape): Buffer => {
  if (encoding === 'utf-16') return Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(text, 'utf16le')]);
  if (encoding === 'windows-1252') return Buffer.from(text.replaceAll('\u202f', '\u00a0'), 'latin1');
  return Buffer.from(encoding === 'utf-8' ? text : `\uFEFF${text}`);
};

/** A file of the shape, with its truth. */
export const writeFile = (shape: Shape, random: () => number): WrittenFile => {
  const truth = lose(trueReadings(shape, random), shape, random);
  const { delimiter } = shape;
  const field = (cell: string): string =>
    shape.quoted === 'always' || cell.includes(delimiter) || cell.includes('"')
      ? `"${cell.replaceAll('"', '""')}"`
      : cell;
  const lines = linesOf(shape, sorted(truth, shape, random), random).map((cells) =>
    cells.length === 1 && /^(?:sep=|#)/.test(cells[0] ?? '') ? cells[0] : cells.map(field).join(delimiter),
  );
  const text = `${lines.join(shape.lineEnds === 'LF' ? '\n' : '\r\n')}${shape.lineEnds === 'LF' ? '\n' : '\r\n'}`;
  const content = encoded(text, shape);
  return { content: shape.packing === 'gzip' ? gzipSync(content) : content, truth };
};
