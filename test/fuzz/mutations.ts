import { createRandom } from './random.ts';

/** One damage to a file. Every field is a share of the file's length or a byte, so that it fits any file. */
export interface Mutation {
  readonly kind: keyof typeof kinds;
  readonly at: number;
  readonly other: number;
  readonly share: number;
  readonly byte: number;
}

type Damage = (file: Buffer, mutation: Mutation) => Buffer;

const place = (file: Buffer, share: number): number => Math.floor(share * file.length);
/** Short ranges are likelier than long ones. */
const lengthOf = (file: Buffer, share: number): number => Math.max(1, Math.floor(share ** 4 * file.length));
const range = (file: Buffer, from: number, share: number): Buffer => {
  const start = place(file, from);
  return file.subarray(start, start + lengthOf(file, share));
};

const withByte = (file: Buffer, at: number, byte: (before: number) => number): Buffer => {
  const damaged = Buffer.from(file);
  if (damaged.length > 0) damaged[at] = byte(damaged[at] ?? 0);
  return damaged;
};

/** Numbers at which lengths and counts break. */
const EDGES = [0x00, 0x01, 0x7f, 0x80, 0xfe, 0xff, 0x0a, 0x22, 0x2c, 0x3b];

const kinds = {
  flip: (file, { at, byte }) => withByte(file, place(file, at), (before) => before ^ (1 << (byte & 7))),
  set: (file, { at, byte }) => withByte(file, place(file, at), () => byte),
  edge: (file, { at, byte }) => withByte(file, place(file, at), () => EDGES[byte % EDGES.length] ?? 0),
  swap: (file, { at, other }) => {
    const [a, b] = [place(file, at), place(file, other)];
    const [first = 0, second = 0] = [file[a], file[b]];
    return withByte(
      withByte(file, a, () => second),
      b,
      () => first,
    );
  },
  truncate: (file, { at }) => file.subarray(0, place(file, at)),
  behead: (file, { share }) => file.subarray(lengthOf(file, share)),
  remove: (file, { at, share }) => {
    const start = place(file, at);
    return Buffer.concat([file.subarray(0, start), file.subarray(start + lengthOf(file, share))]);
  },
  repeat: (file, { at, share }) => {
    const start = place(file, at);
    return Buffer.concat([file.subarray(0, start), range(file, at, share), file.subarray(start)]);
  },
  splice: (file, { at, other, share }) => {
    const start = place(file, at);
    const part = range(file, other, share);
    return Buffer.concat([file.subarray(0, start), part, file.subarray(start + part.length)]);
  },
  fill: (file, { at, share, byte }) => {
    const start = place(file, at);
    return Buffer.from(file).fill(byte, start, Math.min(file.length, start + lengthOf(file, share)));
  },
} satisfies Record<string, Damage>;

const kindNames = Object.keys(kinds) as (keyof typeof kinds)[];

/** One to four damages that depend on the seed alone. Footers and headers break more than data: both ends are likelier. */
export const mutationsOf = (seed: number): Mutation[] => {
  const random = createRandom(seed);
  const anywhere = (): number => {
    const share = random();
    const where = random();
    return where < 0.25 ? share * 0.1 : where < 0.6 ? 1 - share * 0.3 : share;
  };
  const count = random() < 0.6 ? 1 : 1 + Math.floor(random() * 4);
  return Array.from({ length: count }, () => ({
    kind: kindNames[Math.floor(random() * kindNames.length)] ?? 'flip',
    at: anywhere(),
    other: anywhere(),
    share: random(),
    byte: Math.floor(random() * 256),
  }));
};

/** The file with all damages, one after the other. */
export const mutate = (file: Buffer, mutations: readonly Mutation[]): Buffer => {
  const damages: Readonly<Record<string, Damage>> = kinds;
  return mutations.reduce(
    (damaged, mutation) => damages[mutation.kind]?.(damaged, mutation) ?? damaged,
    file,
  );
};
