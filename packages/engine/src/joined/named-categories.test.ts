import { RejectedError } from '@wattline/errors';
import { Spec, type SpecInput } from '@wattline/spec';
import { expect, test } from 'vitest';
import { refuseNamedCategories } from './named-categories.ts';

const base: SpecInput = { time: { column: 'time', cadence: '1h' }, entity: 'meter', values: { load: {} } };
const words = { state: ['state_clear_sky', 'state_rain'] };

const refusalOf = (input: SpecInput): RejectedError | undefined => {
  try {
    refuseNamedCategories(Spec.parse(input));
    return undefined;
  } catch (error) {
    if (error instanceof RejectedError) return error;
    throw error;
  }
};

test.each(['weather_state', 'weather.state'])(
  'a family that names a category (%s) is told what can be named',
  (name) => {
    const asked = { ...base, lags: { by: ['1h'], columns: ['load_mean', name] } };
    const joins = { weather: { columns: ['state'] } };
    // Before its version is read nobody knows that it is one.
    expect(refusalOf({ ...asked, joins })).toBeUndefined();
    const read = { weather: { columns: ['state'], words } };
    expect(() => Spec.parse({ ...asked, joins: read })).toThrow(/is not an aggregated column/);
    const spec = { ...Spec.parse({ ...asked, joins }), joins: read } as Spec;
    expect(() => refuseNamedCategories(spec)).toThrow(
      expect.objectContaining({
        code: 'COLUMN_UNKNOWN',
        place: { column: 'lags.columns' },
        remedy:
          'Write those that are meant beside it, joins.weather.columns: [state, state_clear_sky, state_rain], and name them in lags.columns: weather_state_clear_sky, weather_state_rain',
      }),
    );
    const followed = {
      ...base,
      joins: { weather: { columns: ['state', 'state_rain'] } },
      lags: { by: ['1h'], columns: ['load_mean', 'weather_state_rain'] },
    };
    expect(refusalOf(followed)).toBeUndefined();
    const then = { weather: { columns: ['state', 'state_rain'], words } };
    expect(refusalOf({ ...followed, joins: then })).toBeUndefined();
  },
);
