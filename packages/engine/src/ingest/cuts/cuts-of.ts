import type { Inspected } from '../inspect/inspect-file.ts';
import type { Cut } from '../range.ts';

/** Cuts of about `bytes` that cover a file's text; undefined where it cannot be read from any offset on, or is one cut. */
export const cutsOf = ({ source }: Inspected, bytes: number): Cut[] | undefined => {
  const { content } = source;
  if (content.kind !== 'text' || content.anywhere === undefined) return undefined;
  const all = content.anywhere.bytes;
  const count = Math.floor(all / bytes);
  if (count < 2) return undefined;
  const at = (index: number): number => Math.floor((all * index) / count);
  return Array.from({ length: count }, (_, index) => ({ from: at(index), to: at(index + 1) }));
};
