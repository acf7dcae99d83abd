import { type LimitKey, limitsOf, type Spec } from '@wattline/spec';
import { RejectedError } from '../errors.ts';
import type { UnpackLimits } from './packings/packing.ts';

const MIB = 2 ** 20;

/** How much a packed or encoded file may unfold to. */
export const unpackLimits = (spec: Spec | undefined): UnpackLimits => {
  const { maxDecodedBytes, maxDecodedRatio } = limitsOf(spec);
  return { maxBytes: maxDecodedBytes, maxRatio: maxDecodedRatio, ratioFromBytes: 128 * MIB };
};

/** The refusal of a file that passes a limit of its spec. */
const overLimit = (code: string, key: LimitKey, name: string, what: string): RejectedError =>
  new RejectedError(code, `${name} ${what}`, {
    place: { file: name },
    remedy: `is this the right file? If it is, raise limits.${key} in the spec`,
  });

const number = (value: number): string => value.toLocaleString('en');

/** Throws RejectedError where a file has too many columns, before any is looked at. */
export const refuseTooManyColumns = (columns: number, name: string, spec: Spec | undefined): void => {
  const { maxColumns } = limitsOf(spec);
  if (columns <= maxColumns) return;
  throw overLimit(
    'COLUMNS_TOO_MANY',
    'maxColumns',
    name,
    `has ${number(columns)} columns; at most ${number(maxColumns)} are read`,
  );
};

/** Counts rows as they are read. Throws RejectedError beyond the spec's limit. */
export const createRowLimit = (name: string, spec: Spec): ((rows: number) => void) => {
  const { maxRows } = limitsOf(spec);
  let seen = 0;
  return (rows) => {
    seen += rows;
    if (seen > maxRows)
      throw overLimit('ROWS_TOO_MANY', 'maxRows', name, `has more than ${number(maxRows)} rows, the limit`);
  };
};

/** Throws RejectedError where a file says that it unfolds to more than it may. */
export const refuseDecoded = (
  sizes: { readonly bytes: number; readonly decodedBytes: number },
  name: string,
  { maxBytes, maxRatio, ratioFromBytes }: UnpackLimits,
): void => {
  const { bytes, decodedBytes } = sizes;
  const mib = number(Math.round(decodedBytes / MIB));
  if (decodedBytes > maxBytes)
    throw overLimit(
      'DECODED_TOO_LARGE',
      'maxDecodedBytes',
      name,
      `unfolds to ${mib} MiB; at most ${number(Math.round(maxBytes / MIB))} MiB are read`,
    );
  if (decodedBytes > ratioFromBytes && decodedBytes > maxRatio * bytes)
    throw overLimit(
      'DECODED_TOO_LARGE',
      'maxDecodedRatio',
      name,
      `unfolds to ${mib} MiB, ${number(Math.round(decodedBytes / bytes))} times its size; at most ${number(maxRatio)} times are read`,
    );
};
