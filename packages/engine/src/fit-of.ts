import { sha256 } from '@wattline/hash';
import type { Spec } from '@wattline/spec';
import { featureSpec } from './carry/partition-keys.ts';
import { changesTouching } from './engine-changes.ts';
import type { Fit } from './fit.ts';
import { ENGINE_VERSION } from './version.ts';

/** Whether split bounds and scaler stay from one version to the next. */
export const keepsFit = ({ training }: Pick<Spec, 'training'>): boolean =>
  training !== undefined && training.refit !== 'always';

/** What of a spec decides training rows: not how files are read, nor what stays of versions. */
const fitKey = (spec: Spec): string =>
  sha256(
    JSON.stringify([
      ENGINE_VERSION,
      changesTouching(spec),
      featureSpec({
        ...spec,
        columns: undefined,
        emptyCells: undefined,
        sameKey: undefined,
        keep: undefined,
      }),
      spec.split,
      ...(spec.select === undefined ? [] : [spec.select]),
      ...(spec.encodings === undefined ? [] : [spec.encodings]),
    ]),
  ).slice(0, 16);

/** The fit to some readings, where it may be kept; undefined where each version has its own. */
export const fitOf = (spec: Spec, contentSha256: string, to: string): Fit | undefined => {
  if (!keepsFit(spec)) return undefined;
  const key = fitKey(spec);
  return { id: sha256(JSON.stringify([contentSha256, key])).slice(0, 16), key, to };
};
