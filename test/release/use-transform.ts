// What a program does with `wattline/transform`, in Node and in a browser: the vectors of a release are made again.
import { openTransform, type ServedRow } from '@wattline/online-transform';

export interface Vector {
  readonly preprocessor: unknown;
  readonly readings: readonly Readonly<Record<string, string>>[];
  readonly knownUntil: string;
  readonly refused: readonly unknown[];
  readonly tolerances: Readonly<Record<string, number>>;
  readonly scaled: readonly VectorRow[];
  readonly plain: readonly VectorRow[];
}

interface VectorRow {
  readonly entity: string;
  readonly event_timestamp: string;
  readonly available_at: string;
  readonly values: readonly (number | string | boolean | null)[];
}

/** How many values are as they should be, and what differs. */
export const remake = (
  vectors: readonly Vector[],
): { readonly same: number; readonly different: string[] } => {
  let same = 0;
  const different: string[] = [];
  for (const { preprocessor, readings, knownUntil, refused, scaled, plain } of vectors) {
    const transform = openTransform(preprocessor);
    const read = transform.read(readings);
    if (JSON.stringify(read.refused) !== JSON.stringify(refused)) different.push('refused');
    for (const isScaled of [true, false])
      for (const { entity, event_timestamp: at, available_at: availableAt, values } of isScaled
        ? scaled
        : plain) {
        const history = transform.history({ isWhole: true });
        history.add(read.readings.get(entity) ?? []);
        history.knowUntil(Date.parse(knownUntil));
        const [row]: readonly ServedRow[] = transform.rows(history, {
          at: Date.parse(at),
          scaled: isScaled,
          entity,
        });
        if (row?.availableAt !== Date.parse(availableAt))
          different.push(`${entity} at ${at} is available at ${row?.availableAt}, and not ${availableAt}`);
        for (const [i, name] of transform.columns(isScaled).entries()) {
          const [made, wanted] = [row?.values[i] ?? null, values[i] ?? null];
          const isNear =
            typeof made === 'number' &&
            typeof wanted === 'number' &&
            Math.abs(made - wanted) <= transform.tolerance(name, isScaled);
          if (made === wanted || isNear) same += 1;
          else different.push(`${name} of ${entity} at ${at}: ${made}, and not ${wanted}`);
        }
      }
  }
  return { same, different };
};
