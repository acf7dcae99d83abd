/** Memory that is written to. */
interface Room {
  readonly bytes: Buffer<ArrayBuffer>;
  readonly view: DataView;
}

/** What was written of a text, and is to be sent. */
export interface Part {
  readonly bytes: Buffer<ArrayBuffer>;
  /** Nobody reads it any more: its memory is used again. */
  readonly done: () => void;
}

/** Text of ASCII alone, put together as the bytes that go to a socket. */
export interface AsciiWriter {
  readonly text: (text: string) => void;
  readonly bytes: (bytes: Uint8Array) => void;
  /** Lets `fill` write at most so many bytes from a place on; it gives where they end. */
  readonly fill: (most: number, fill: (bytes: Uint8Array, view: DataView, from: number) => number) => void;
  readonly length: () => number;
  /** Takes back what was written from a place on; not of parts that were taken. */
  readonly cut: (length: number) => void;
  /** What was written since the last time, in its order. Nothing of it can be cut any more. */
  readonly take: () => Part[];
}

const ROOM = 131_072;
/** Memory outside the heap is dear to come by, and is used again. */
const idle: Room[] = [];
const MOST_IDLE = 64;

const createRoom = (length: number): Room => {
  const bytes = Buffer.allocUnsafeSlow(length);
  return { bytes, view: new DataView(bytes.buffer) };
};

const takeRoom = (): Room => idle.pop() ?? createRoom(ROOM);

const giveBack = (room: Room): void => {
  if (room.bytes.length === ROOM && idle.length < MOST_IDLE) idle.push(room);
};

export const createAsciiWriter = (): AsciiWriter => {
  /** Those that are full, and how much is in them. */
  let full: { readonly room: Room; readonly length: number }[] = [];
  let before = 0;
  let room: Room | undefined;
  let length = 0;
  const reserve = (more: number): Room => {
    if (room !== undefined && length + more <= room.bytes.length) return room;
    if (room !== undefined) {
      full.push({ room, length });
      before += length;
    }
    length = 0;
    room = more <= ROOM ? takeRoom() : createRoom(more);
    return room;
  };
  return {
    text: (text) => {
      const { bytes } = reserve(text.length);
      length += bytes.write(text, length, 'latin1');
    },
    bytes: (bytes) => {
      const own = reserve(bytes.length);
      own.bytes.set(bytes, length);
      length += bytes.length;
    },
    fill: (most, fill) => {
      const { bytes, view } = reserve(most);
      length = fill(bytes, view, length);
    },
    length: () => before + length,
    cut: (to) => {
      for (let last = full.at(-1); last !== undefined && before > to; last = full.at(-1)) {
        if (room !== undefined) giveBack(room);
        full.pop();
        ({ room, length } = last);
        before -= length;
      }
      length = to - before;
    },
    take: () => {
      const written = room === undefined ? full : [...full, { room, length }];
      before += length;
      full = [];
      room = undefined;
      length = 0;
      return written.map(({ room: own, length: end }) => ({
        bytes: own.bytes.subarray(0, end),
        done: () => giveBack(own),
      }));
    },
  };
};

/** JSON with all other characters escaped. */
export const asciiJson = (value: unknown): string =>
  JSON.stringify(value).replace(
    /[\u007f-\uffff]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
