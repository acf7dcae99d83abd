/** How much a packed file may unfold to. */
export interface UnpackLimits {
  readonly maxBytes: number;
  /** Unpacked to packed; looked at only beyond `ratioFromBytes`. */
  readonly maxRatio: number;
  readonly ratioFromBytes: number;
}

export const defaultUnpackLimits: UnpackLimits = {
  maxBytes: 64 * 2 ** 30,
  maxRatio: 200,
  ratioFromBytes: 128 * 2 ** 20,
};

export interface UnpackOptions {
  readonly path: string;
  /** What messages call the file. */
  readonly name: string;
  readonly limits: UnpackLimits;
  /** Which file of an archive of several; an archive of one needs none. */
  readonly member?: string | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** A packing around a file of any format: one file of `packings/` and one line of its registry. */
export interface Packing {
  /** As receipts name it, after the format's: `csv.gz`. */
  readonly key: string;
  readonly label: string;
  /** Lower case, with the dot. */
  readonly endings: readonly string[];
  readonly mediaTypes: readonly string[];
  /** Whether a file that begins with these bytes is packed so. */
  readonly detect: (head: Uint8Array) => boolean;
  /** The bytes within, in blocks, each of which holds until the next is asked for. Throws RejectedError. */
  readonly unpack: (options: UnpackOptions) => AsyncIterable<Uint8Array>;
  /** What the first part of a packed file holds, as far as it goes. */
  readonly unpackHead: (head: Uint8Array) => Buffer;
}
