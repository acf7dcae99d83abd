/**
 * Gives back the memory of numbers that nobody needs any more. It lies outside of V8's heap: left to the collector, each
 * 64 MB of it have the whole heap looked through, and all of it stays until then.
 *
 * @param numbers with a memory of their own; they have none after
 */
export const letGo = ({ buffer }: Float64Array | Int32Array | Uint32Array | Uint8Array): void => {
  if (buffer instanceof ArrayBuffer) buffer.transfer(0);
};
