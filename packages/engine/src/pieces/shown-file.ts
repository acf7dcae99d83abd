import { readFile, writeFile } from 'node:fs/promises';
import { joinedNumbers } from '../profile/numbers.ts';
import { SUMS } from '../profile/value-sums.ts';
import { TIMES } from './piece-times.ts';
import type { PieceName, ShownPiece } from './shown-piece.ts';

/** A file of what pieces show, one after the other: a head in JSON, then nothing but doubles, which are soonest read. */
export interface ShownFile {
  /** Names what decided their parts of the profile besides the readings. */
  readonly key: string;
  /** Of so many readings one was taken. */
  readonly every: number;
  readonly pieces: readonly ShownPiece[];
}

/** What such a file is called. */
export const SHOWN = 'shown.bin';

interface Head extends Omit<ShownFile, 'pieces'> {
  /** Value columns. */
  readonly columns: number;
  readonly entities: readonly string[];
  readonly pieces: readonly (Pick<ShownPiece, 'facts' | 'profile'> &
    PieceName & {
      /** How many readings its sample has, and how many entities. */
      readonly taken: number;
      readonly entities: number;
    })[];
}

const DOUBLE = Float64Array.BYTES_PER_ELEMENT;

/** Copies the times of a piece, with places among the names of the file. */
const copyTimes = (
  { times }: ShownPiece,
  places: ReadonlyMap<string, number>,
  into: Float64Array,
  from: number,
): void => {
  into.set(times.numbers, from);
  for (let at = 0; at < times.numbers.length; at += TIMES) {
    const name = times.names[times.numbers[at] ?? -1] ?? '';
    into[from + at] = places.get(name) ?? Number.NaN;
  }
};

const namesIn = ({ times: { names, numbers } }: ShownPiece): string[] => {
  const own: string[] = [];
  for (let at = 0; at < numbers.length; at += TIMES) own.push(names[numbers[at] ?? -1] ?? '');
  return own;
};

/** @param file whose samples were drawn alike */
export const writeShown = async ({ key, every, pieces }: ShownFile, path: string): Promise<void> => {
  const columns = pieces[0]?.sums.length ?? 0;
  const entities = [...new Set(pieces.flatMap(namesIn))];
  const head: Head = {
    key,
    every,
    columns,
    entities,
    pieces: pieces.map(({ bucket, period, facts, profile, sample, times }) => ({
      bucket,
      period,
      facts,
      profile,
      taken: sample.orders.length,
      entities: times.numbers.length / TIMES,
    })),
  };
  const places = new Map(entities.map((entity, place) => [entity, place]));
  const times = new Float64Array(pieces.reduce((sum, piece) => sum + piece.times.numbers.length, 0));
  let at = 0;
  for (const piece of pieces) {
    copyTimes(piece, places, times, at);
    at += piece.times.numbers.length;
  }
  const values = Array.from({ length: columns }, (_, i) =>
    pieces.map(({ sample }) => sample.values[i] ?? new Float64Array()),
  );
  const samples = [...pieces.map(({ sample }) => sample.orders), ...values.flat()];
  const numbers = joinedNumbers([times, ...pieces.flatMap(({ sums }) => sums), ...samples]);
  const text = Buffer.from(JSON.stringify(head));
  // Doubles begin where doubles may begin.
  const begin = DOUBLE * Math.ceil(text.length / DOUBLE);
  const length = Buffer.alloc(DOUBLE);
  length.writeDoubleLE(begin);
  await writeFile(path, [
    length,
    text,
    Buffer.alloc(begin - text.length, ' '),
    new Uint8Array(numbers.buffer),
  ]);
};

/** Reads what `writeShown` wrote: it is known to be that by its hash. */
export const readShown = async (path: string): Promise<ShownFile> => {
  const file = await readFile(path);
  const begin = DOUBLE + file.readDoubleLE(0);
  const head = JSON.parse(file.toString('utf8', DOUBLE, begin)) as Head;
  const { key, every, columns, entities } = head;
  const first = file.byteOffset + begin;
  const bytes = file.byteLength - begin;
  const numbers =
    first % DOUBLE === 0
      ? new Float64Array(file.buffer, first, bytes / DOUBLE)
      : new Float64Array(file.buffer.slice(first, first + bytes));
  const height = head.pieces.reduce((sum, { taken }) => sum + taken, 0);
  let time = 0;
  let sum = TIMES * head.pieces.reduce((all, piece) => all + piece.entities, 0);
  let row = sum + head.pieces.length * columns * SUMS;
  const pieces = head.pieces.map(({ bucket, period, facts, profile, taken, entities: count }): ShownPiece => {
    const [times, sums, sample] = [time, sum, row];
    time += count * TIMES;
    sum += columns * SUMS;
    row += taken;
    return {
      bucket,
      period,
      facts,
      profile,
      times: { names: entities, numbers: numbers.subarray(times, times + count * TIMES) },
      sums: Array.from({ length: columns }, (_, i) =>
        numbers.subarray(sums + i * SUMS, sums + (i + 1) * SUMS),
      ),
      sample: {
        every,
        orders: numbers.subarray(sample, sample + taken),
        values: Array.from({ length: columns }, (_, i) => {
          const from = sample + (i + 1) * height;
          return numbers.subarray(from, from + taken);
        }),
      },
    };
  });
  return { key, every, pieces };
};
