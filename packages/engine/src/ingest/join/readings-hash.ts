import { sha256 } from '@wattline/hash';

/** Readings of a bucket in a period, by what is in their file. */
export interface HashedPiece {
  readonly bucket: number;
  readonly period: string;
  readonly rows: number;
  readonly sha256: string;
}

/** Kept readings of an upload: thousands of files in short. */
export interface HashedReadings {
  readonly readingsSha256: string;
  readonly rows: number;
}

/** Names what readings files have in them: the content of a dataset that consists of them. */
export const readingsHash = (pieces: readonly Omit<HashedPiece, 'rows'>[]): string =>
  sha256(JSON.stringify(pieces.map((piece) => [piece.bucket, piece.period, piece.sha256])));

export const hashedReadings = (pieces: readonly HashedPiece[]): HashedReadings => ({
  readingsSha256: readingsHash(pieces),
  rows: pieces.reduce((sum, { rows }) => sum + rows, 0),
});
