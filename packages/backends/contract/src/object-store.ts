/** What a store reports about one version of one object. */
export interface ObjectInfo {
  readonly key: string;
  readonly bytes: number;
  /** Changes whenever the content does; what `ifMatch` compares. */
  readonly etag: string;
  /** Present in versioned stores. Later versions of a key sort after earlier ones by `modifiedAt`. */
  readonly versionId?: string;
  readonly modifiedAt: Date;
  /** Hex SHA-256 of the content, where the store keeps it. */
  readonly sha256?: string;
}

export interface ObjectBody {
  readonly body: Uint8Array;
  readonly info: ObjectInfo;
}

export interface PutOptions {
  /** Create only: throws PreconditionFailed where the key exists. */
  readonly ifAbsent?: boolean;
  /** Replace only the object that has this etag: throws PreconditionFailed otherwise. */
  readonly ifMatch?: string;
  readonly contentType?: string;
  /** Hex SHA-256 of the bytes, where the caller has it: the store may believe it, or check what arrives against it. */
  readonly sha256?: string;
}

export interface PutFileOptions extends PutOptions {
  /** The file is the store's from now on: it may take it away instead of copying it. */
  readonly move?: boolean;
}

export interface PresignOptions {
  /** The store refuses a body of another size. */
  readonly bytes: number;
  /** For how long the request can be sent. */
  readonly expiresInSeconds: number;
  /** The etag of the object that it takes the place of; without one there is no such object yet. */
  readonly replaces?: string | undefined;
}

/** A PUT of one object without credentials, with these headers: once it has succeeded, the store refuses it. */
export interface UploadRequest {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** From one byte of an object, counted from 0, up to another that is left out; `to` may be Infinity. */
export interface ByteSpan {
  readonly from: number;
  readonly to: number;
}

/** A version that a store has. */
export interface StoredVersion extends ObjectInfo {
  /** It is what readers of the key get. */
  readonly isCurrent: boolean;
}

/** One bucket. Keys are UTF-8, `/`-separated, without empty, `.` or `..` segments: others throw InvalidKey. */
export interface ObjectStore {
  /** The bucket's name. */
  readonly name: string;
  /** A small object, whole; undefined where there is none. */
  get(key: string, options?: { versionId?: string }): Promise<ObjectBody | undefined>;
  head(key: string, options?: { versionId?: string }): Promise<ObjectInfo | undefined>;
  /** Readers see the old object or the new one, never a piece. */
  put(key: string, body: Uint8Array | string, options?: PutOptions): Promise<ObjectInfo>;
  /** Puts a file of any size. */
  putFile(key: string, path: string, options?: PutFileOptions): Promise<ObjectInfo>;
  /**
   * A local file with the object's bytes, to be read and never written: downloaded into `folder`, or the store's own file.
   * Throws ObjectNotFound.
   */
  file(key: string, folder: string, options?: { versionId?: string }): Promise<string>;
  /**
   * The bytes of a span, in blocks that stay as they are: up to the object's end where that comes first, and none where
   * the span is empty or begins behind it. All are of one object, or the reading fails. Throws ObjectNotFound. Absent
   * where a part of an object costs what the whole does.
   */
  bytes?(key: string, span: ByteSpan, options?: { versionId?: string }): AsyncIterable<Uint8Array>;
  /**
   * Makes `path` a file of the object's bytes without writing them again, and gives the SHA-256 that the store knows of them.
   * Such a file may be another name of the store's own: nobody can write to it. Undefined where the bytes have to be
   * copied. Absent where objects are not files on this machine.
   */
  link?(key: string, path: string): Promise<{ readonly sha256: string } | undefined>;
  /** Copies inside or between stores of one kind, without the bytes passing through this process where that can be. */
  copy(from: { readonly store: ObjectStore; readonly key: string }, key: string): Promise<ObjectInfo>;
  /** Keys in ascending byte order. */
  list(prefix: string, options?: { startAfter?: string }): AsyncIterable<ObjectInfo>;
  /**
   * The folders straight below `prefix`, which is empty or ends in `/`: each folder's own
   * prefix, in ascending byte order. Costs what there are folders, not what there are keys.
   */
  folders(prefix: string): AsyncIterable<string>;
  /** Deleting what is not there is no error. Where the store keeps versions, they stay. */
  delete(key: string): Promise<void>;
  /** Every version below `prefix` that takes up space, those that were overwritten or deleted too; of a key the oldest first. */
  versions(prefix: string): AsyncIterable<StoredVersion>;
  /**
   * Removes one version for good, or, without `versionId`, the object with all of its versions. Purging what is not there is
   * no error. Of several versions purge the oldest first: where the newest goes, the one before may become the current one.
   */
  purge(key: string, options?: { versionId?: string | undefined }): Promise<void>;
  /** Lets a client without credentials put one object of a given size, once; absent if the store has no address of its own. */
  presignUpload?(key: string, options: PresignOptions): Promise<UploadRequest>;
}
