import type { ServedRow, Transform } from '@wattline/online-transform';
import { type AsciiWriter, asciiJson } from './ascii-writer.ts';
import { millionthsOf, writeMillionths } from './decimals.ts';

/** Writes rows of one kind as JSON. */
export type RowWriter = (
  to: AsciiWriter,
  row: ServedRow,
  of: { readonly entity: string; readonly newest: number | undefined },
) => void;

/** `-1.7976931348623157e+308`. */
const MOST_OF_NUMBER = 24;
const [COMMA, END, MINUS, ZERO, POINT] = [0x2c, 0x5d, 0x2d, 0x30, 0x2e];
/** Text is copied so many bytes at a time, as numbers: of bytes of ASCII none is NaN, which may lose bits. */
const WORD = 8;

const ascii = (text: string): Buffer => Buffer.from(text, 'latin1');

/** Texts one after the other, each from a multiple of eight bytes on. */
const createTexts = (texts: readonly string[]) => {
  const words = texts.map((text) => ascii(text.padEnd(Math.ceil(text.length / WORD) * WORD)));
  const all = Buffer.concat(words);
  return {
    words: Float64Array.from({ length: all.length / WORD }, (_, i) => all.readDoubleLE(i * WORD)),
    lengths: Int32Array.from(texts, (text) => text.length),
  };
};

/** Writes the values of columns after their names. */
const createValuesWriter = (
  keys: readonly string[],
): ((to: AsciiWriter, values: ServedRow['values']) => void) => {
  const { words, lengths } = createTexts(keys);
  // What is written last may be a word that is longer than its text.
  const most = words.length * WORD + MOST_OF_NUMBER * keys.length + WORD;
  const millionths = new Float64Array(keys.length);
  const others = Buffer.allocUnsafeSlow((MOST_OF_NUMBER + 1) * keys.length + 2);
  return (to, values) => {
    const rest: (number | null)[] = [];
    for (let i = 0; i < millionths.length; i += 1) {
      const value = values[i] ?? null;
      const found = value === null ? -1 : millionthsOf(Math.abs(value));
      millionths[i] = found;
      if (found < 0) rest.push(value);
    }
    // Numbers all at once take half the time that they take one by one.
    if (rest.length > 0) others.write(JSON.stringify(rest), 0, 'latin1');
    to.fill(most, (bytes, view, from) => {
      let [at, word, place] = [from, 0, 1];
      for (let i = 0; i < lengths.length; i += 1) {
        const name = at + (lengths[i] ?? 0);
        for (; at < name; at += WORD) {
          view.setFloat64(at, words[word] ?? 0, true);
          word += 1;
        }
        at = name;
        const found = millionths[i] ?? -1;
        if (found < 0) {
          for (let byte = others[place] ?? END; byte !== COMMA && byte !== END; byte = others[place] ?? END) {
            bytes[at] = byte;
            at += 1;
            place += 1;
          }
          place += 1;
          continue;
        }
        const value = values[i] ?? 0;
        if (value < 0 || Object.is(value, -0)) {
          bytes[at] = MINUS;
          at += 1;
        }
        at = writeMillionths(bytes, at, found);
        // Where numbers without a point are integers, `-0` is 0.
        if (Object.is(value, -0)) {
          bytes[at] = POINT;
          bytes[at + 1] = ZERO;
          at += 2;
        }
      }
      return at;
    });
  };
};

/** Instants as text: most rows have that of the row before. */
const createInstantText = (): ((ms: number) => string) => {
  let last = Number.NaN;
  let text = '';
  return (ms) => {
    if (ms !== last) text = `"${new Date(ms).toISOString()}"`;
    last = ms;
    return text;
  };
};

/** Where numbers without a point are integers, `-0` is 0. */
const numberText = (value: number | null): string => (Object.is(value, -0) ? '-0.0' : JSON.stringify(value));

const referencesText = (references: NonNullable<ServedRow['references']>): string => {
  const texts = Object.entries(references).map(([name, value]) => `${asciiJson(name)}:${numberText(value)}`);
  return `,"references":{${texts.join(',')}}`;
};

/** What all rows have in common is encoded once. */
const createRowWriter = ({ version, scaling }: Transform, columns: readonly string[]): RowWriter => {
  const common = `,"version":${asciiJson(version)},"scaler":${asciiJson(scaling)},"newestReading":`;
  const keys = columns.map((name, i) => `${i === 0 ? '' : ','}${asciiJson(name)}:`);
  const allComplete = ascii(`},"history":{${keys.map((key) => `${key}"complete"`).join('')}}}`);
  const writeValues = createValuesWriter(keys);
  const [startText, originText, availableText, newestText] = [
    createInstantText(),
    createInstantText(),
    createInstantText(),
    createInstantText(),
  ];
  return (to, row, { entity, newest }) => {
    const time = newest === undefined ? 'null' : newestText(newest);
    const origin = row.origin === undefined ? '' : `,"origin_timestamp":${originText(row.origin)}`;
    const references = row.references === undefined ? '' : referencesText(row.references);
    to.text(
      `{"entity":${asciiJson(entity)},"event_timestamp":${startText(row.at)}${origin},"available_at":${availableText(row.availableAt)}${references}${common}${time},"values":{`,
    );
    writeValues(to, row.values);
    const unseen = row.unseen === undefined ? '' : `,"unseen":${asciiJson(row.unseen)}`;
    if (row.history === undefined && unseen === '') to.bytes(allComplete);
    else if (row.history === undefined)
      to.text(`},"history":{${keys.map((key) => `${key}"complete"`).join('')}}${unseen}}`);
    else to.text(`},"history":{${row.history.map((one, i) => `${keys[i]}"${one}"`).join('')}}${unseen}}`);
  };
};

const writers = new WeakMap<Transform, Map<string, RowWriter>>();

export const rowWriterOf = (transform: Transform, scaled: boolean, ahead?: string): RowWriter => {
  const own = writers.get(transform) ?? new Map<string, RowWriter>();
  writers.set(transform, own);
  const kind = `${ahead ?? ''} ${scaled}`;
  const writer = own.get(kind) ?? createRowWriter(transform, transform.columns(scaled, ahead));
  own.set(kind, writer);
  return writer;
};
