import { RejectedError } from '@wattline/errors';
import type { Value } from '@wattline/features';
import type { Encoding, SealedTransform } from '../sealed/sealed-transform.ts';
import type { ColumnHistory } from './row-maker.ts';
import { createScale } from './scale.ts';

/** A row before it is scaled. */
interface PlainRow {
  /** Undefined where nobody asks whose it is. */
  readonly entity: string | undefined;
  /** The start of the interval that its label is of, ms. */
  readonly at: number;
  readonly values: readonly Value[];
  readonly history: readonly ColumnHistory[] | undefined;
}

export interface EncodedValue {
  readonly value: Value;
  /** That of the columns that say the word. */
  readonly history: ColumnHistory;
  /** Whether the training span has no such word. */
  readonly isUnseen: boolean;
}

/** A column that training sets have and feature rows do not. */
export interface Encoder {
  readonly name: string;
  /** Of which row of a horizon its words are. */
  readonly row: 'label' | 'origin' | undefined;
  readonly encode: (row: PlainRow) => EncodedValue;
}

const worse: Readonly<Record<ColumnHistory, number>> = { complete: 0, partial: 1, missing: 2 };

const entityNeeded = (name: string): RejectedError =>
  new RejectedError(
    'ENTITY_NEEDED',
    `${name} says what of the row’s entity is known, and nobody says which it is`,
    {
      place: { column: name },
      remedy: 'Name it: transform.rows(history, { entity })',
    },
  );

/** The encodings of a version, or of one of its horizons. */
export const encodersOf = (
  encodings: readonly Encoding[],
  { columns }: SealedTransform,
  places: ReadonlyMap<string, number>,
): Encoder[] => {
  const entity = columns.find(({ role }) => role === 'entity')?.name;
  return encodings.map((encoding): Encoder => {
    const { name, row, scaling, unseen } = encoding;
    const from = encoding.from.map((one) => Date.parse(one));
    const scale = scaling === undefined ? (value: number) => value : createScale(scaling);
    const scaled = (numbers: readonly (number | null)[]): Value[] =>
      numbers.map((one) => (one === null ? null : scale(one)));
    const words = new Map(encoding.words.map(([word, numbers]) => [word, scaled(numbers)]));
    const others = scaled(unseen);
    const isOfEntity = encoding.columns[0] === entity;
    const own = encoding.columns.map((column) => places.get(column) ?? -1);
    const wordOf = ({ entity: whose, values }: PlainRow): string | undefined => {
      if (isOfEntity) {
        if (whose === undefined) throw entityNeeded(name);
        return whose;
      }
      if (own.length > 1) {
        const place = own.findIndex((one) => values[one] === 1);
        return place < 0 ? undefined : String(place);
      }
      const value = values[own[0] ?? -1] ?? null;
      return value === null ? undefined : String(value);
    };
    const historyOf = ({ history }: PlainRow): ColumnHistory =>
      isOfEntity || history === undefined
        ? 'complete'
        : own
            .map((place) => history[place] ?? 'complete')
            .reduce((worst, one) => (worse[one] > worse[worst] ? one : worst), 'complete');
    return {
      name,
      row,
      encode: (plain) => {
        const word = wordOf(plain);
        const history = historyOf(plain);
        if (word === undefined) return { value: null, history, isUnseen: false };
        const step = Math.max(
          0,
          from.findLastIndex((one) => one <= plain.at),
        );
        const found = words.get(word);
        return { value: (found ?? others)[step] ?? null, history, isUnseen: found === undefined };
      },
    };
  });
};
