import type { Spec } from '@wattline/spec';
import pl, { type Expr } from 'nodejs-polars';
import { EVENT_TIMESTAMP } from '../columns.ts';
import type { Moments } from '../moments.ts';
import { fitScaler } from '../publish/fit-scaler.ts';
import { utc } from '../publish/instant.ts';
import { isScaled, type Scaler } from '../publish/scaler.ts';
import type { SplitBounds } from '../publish/split-bounds.ts';
import { trainingMoments } from '../publish/training-moments.ts';
import type { Encoding } from './encoding.ts';
import { type EncodingOptions, fitEncodings } from './fit-encodings.ts';

/** What training rows are made by: fitted to some of them, and to no others. */
export const fitSet = async (
  options: Omit<EncodingOptions, 'moments' | 'where'> & {
    readonly spec: Pick<Spec, 'scaling'>;
    readonly bounds: SplitBounds;
    /** Those that are trained on. Default: all before `until`. */
    readonly where?: Expr;
    /** What `trainingMoments` found of these rows, where it is there already. */
    readonly moments?: ReadonlyMap<string, Moments>;
  },
): Promise<{ readonly scaler: Scaler; readonly encodings: Encoding[] }> => {
  const where = options.where ?? pl.col(EVENT_TIMESTAMP).lt(utc(options.until));
  if (options.planned.length === 0) return { scaler: await fitScaler({ ...options, where }), encodings: [] };
  const columns = options.columns.filter(
    options.spec.scaling.method === 'none' ? ({ role }) => role === 'target' : isScaled,
  );
  const moments = options.moments ?? (await trainingMoments({ ...options, columns, where }));
  const scaler = await fitScaler({ ...options, where, moments });
  return { scaler, encodings: await fitEncodings({ ...options, where, moments }) };
};
