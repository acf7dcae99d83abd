import { bitsAt, bitWords, writeBits } from './bits.ts';
import { aboveLeast, decimalsOf, noneOf, unitOf, type Whole } from './decimals.ts';

/**
 * Columns of numbers in one piece of memory, each in the shortest form that gives back every bit: nothing for one number
 * all along or equal steps, nothing again for what another column has, as few bits as whole numbers need for decimals as
 * files have them, else 64-bit floats.
 */
export interface PackedColumns {
  readonly columns: number;
  /** Of each column its form, its length, and what its form needs; then their numbers. */
  readonly bytes: ArrayBuffer;
}

const FORMS = { constant: 0, steps: 1, same: 2, whole: 3, float64: 4 } as const;
/** Numbers of a column at the beginning: length and form in one, and two of the form's own. */
const WIDTH = 3;
const MOST_FORMS = 8;

const headOf = ({ bytes, columns }: PackedColumns): Float64Array =>
  new Float64Array(bytes, 0, columns * WIDTH);

const isSame = (a: ArrayLike<number>, b: ArrayLike<number>, shift: number): boolean => {
  for (let i = 0; i < a.length; i += 1) if (!Object.is(a[i], b[i + shift])) return false;
  return true;
};

const isConstant = (column: ArrayLike<number>): boolean => {
  for (let i = 1; i < column.length; i += 1) if (!Object.is(column[i], column[0])) return false;
  return true;
};

/** Times on a grid. */
const stepOf = (column: ArrayLike<number>): number | undefined => {
  const [first = Number.NaN, second = Number.NaN] = [column[0], column[1]];
  const step = second - first;
  if (!Number.isSafeInteger(first) || !Number.isSafeInteger(step)) return undefined;
  for (let i = 0; i < column.length; i += 1) if (!Object.is(column[i], first + i * step)) return undefined;
  return step;
};

/** Where in another column this one may begin. */
const sameAs = (
  columns: readonly ArrayLike<number>[],
  place: number,
): readonly [of: number, shift: number] | undefined => {
  const column = columns[place] ?? [];
  for (let of = 0; of < place; of += 1) {
    const other = columns[of] ?? [];
    const most = other.length - column.length;
    // A table of intervals begins a few readings after those that are held, or with them.
    for (let shift = 0; shift <= Math.min(most, 4); shift += 1)
      if (isSame(column, other, shift)) return [of, shift];
    if (most > 4 && isSame(column, other, most)) return [of, most];
  }
  return undefined;
};

type Form =
  | { readonly form: 'constant'; readonly of: readonly [number, number] }
  | { readonly form: 'steps'; readonly of: readonly [number, number] }
  | { readonly form: 'same'; readonly of: readonly [number, number] }
  | { readonly form: 'whole'; readonly whole: Whole }
  | { readonly form: 'float64' };

const formOf = (columns: readonly ArrayLike<number>[], place: number): Form => {
  const column = columns[place] ?? [];
  if (isConstant(column)) return { form: 'constant', of: [column[0] ?? Number.NaN, 0] };
  const step = stepOf(column);
  if (step !== undefined) return { form: 'steps', of: [column[0] ?? 0, step] };
  const same = sameAs(columns, place);
  if (same !== undefined) return { form: 'same', of: same };
  const whole = decimalsOf(column);
  if (whole === undefined) return { form: 'float64' };
  return { form: 'whole', whole };
};

const bytesOf = (form: Form, length: number): number => {
  if (form.form === 'float64') return length * 8;
  return form.form === 'whole' ? bitWords(form.whole.bits, length) * 4 : 0;
};

/** Those of eight bytes come first, so that all lie where their numbers may be read. */
const byPlace = (a: Form, b: Form): number => Number(b.form === 'float64') - Number(a.form === 'float64');

/** Where whole numbers lie, in how many bits, and of how many digits: one number of the head. */
const BITS = 64;
const DIGITS = 16;
const placed = (place: number, { bits, digits }: Whole): number => (place * BITS + bits) * DIGITS + digits;

export const packColumns = (columns: readonly ArrayLike<number>[]): PackedColumns => {
  const forms = columns.map((_, i) => formOf(columns, i));
  const size = forms.reduce((sum, form, i) => sum + bytesOf(form, columns[i]?.length ?? 0), 0);
  const headBytes = columns.length * WIDTH * 8;
  const bytes = new ArrayBuffer(headBytes + size);
  const packed = { columns: columns.length, bytes };
  const head = headOf(packed);
  let place = headBytes;
  for (const one of forms.toSorted(byPlace)) {
    const i = forms.indexOf(one);
    const column = columns[i] ?? [];
    const at = i * WIDTH;
    head[at] = column.length * MOST_FORMS + FORMS[one.form];
    let of: readonly [number, number] = [place, 0];
    if ('of' in one) ({ of } = one);
    else if (one.form === 'float64') new Float64Array(bytes, place, column.length).set(column);
    else {
      const { bits, least } = one.whole;
      const words = new Uint32Array(bytes, place, bitWords(bits, column.length));
      for (let row = 0; row < column.length; row += 1)
        writeBits(words, bits, row, aboveLeast(one.whole, column[row] ?? Number.NaN));
      of = [placed(place, one.whole), least];
    }
    head[at + 1] = of[0];
    head[at + 2] = of[1];
    place += bytesOf(one, column.length);
  }
  return packed;
};

const lengthOf = (head: Float64Array, column: number): number =>
  Math.floor((head[column * WIDTH] ?? 0) / MOST_FORMS);

/** Writes a column's numbers to the beginning of `into`; of some, those after the first so many. */
export const unpackColumn = (
  packed: PackedColumns,
  column: number,
  into: Float64Array,
  part?: { readonly skip: number; readonly length: number },
): void => {
  const { bytes } = packed;
  const head = headOf(packed);
  const at = column * WIDTH;
  const form = (head[at] ?? 0) % MOST_FORMS;
  const whole = lengthOf(head, column);
  const [first, second] = [head[at + 1] ?? 0, head[at + 2] ?? 0];
  const { skip, length } = part ?? { skip: 0, length: whole };
  switch (form) {
    case FORMS.constant:
      into.fill(first, 0, length);
      break;
    case FORMS.steps:
      for (let i = 0; i < length; i += 1) into[i] = first + (i + skip) * second;
      break;
    case FORMS.same:
      unpackColumn(packed, first, into, { skip: skip + second, length });
      break;
    case FORMS.float64:
      into.set(new Float64Array(bytes, first + skip * 8, length));
      break;
    default: {
      const [digits, bits] = [first % DIGITS, Math.floor(first / DIGITS) % BITS];
      const place = Math.floor(first / DIGITS / BITS);
      const words = new Uint32Array(bytes, place, bitWords(bits, whole));
      const [none, unit] = [noneOf(bits), unitOf(digits)];
      for (let i = 0; i < length; i += 1) {
        const above = bitsAt(words, bits, skip + i);
        into[i] = above === none ? Number.NaN : (above + second) / unit;
      }
    }
  }
};

/** What a column is unpacked to, on its way into a list. */
let room = new Float64Array(0);

export const unpacked = (packed: PackedColumns, column: number): number[] => {
  const length = lengthOf(headOf(packed), column);
  if (room.length < length) room = new Float64Array(length);
  unpackColumn(packed, column, room, { skip: 0, length });
  const numbers: number[] = [];
  for (let i = 0; i < length; i += 1) numbers.push(room[i] ?? Number.NaN);
  return numbers;
};
