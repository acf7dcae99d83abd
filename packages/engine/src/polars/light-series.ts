import { createRequire } from 'node:module';
import { inspect } from 'node:util';
import type { DataType, Series } from 'nodejs-polars';

/**
 * nodejs-polars makes every series as an object of some 160 closures, half a millisecond and much garbage each, mostly
 * to ask it one thing. Here a series answers what is asked often by itself, and takes its full form for all else.
 */

interface Native {
  readonly dtype: unknown;
  readonly name: string;
  len(): number;
  min(): unknown;
  max(): unknown;
  nullCount(): number;
  toArray(): unknown[];
  toString(): string;
}

const require = createRequire(import.meta.url);
const series = require('nodejs-polars/bin/series/index.js') as { _Series: (native: Native) => Series };
const types = require('nodejs-polars/bin/datatypes/index.js') as {
  DataType: { deserialize: (dtype: unknown) => DataType };
};
const makeFull = series._Series;

class LightSeries {
  readonly _s: Native;

  constructor(native: Native) {
    this._s = native;
  }

  [Symbol.toStringTag](): string {
    return 'Series';
  }

  get dtype(): DataType {
    return types.DataType.deserialize(this._s.dtype);
  }

  get name(): string {
    return this._s.name;
  }

  get length(): number {
    return this._s.len();
  }

  [inspect.custom](): string {
    return this._s.toString();
  }

  inner(): Native {
    return this._s;
  }

  min(): unknown {
    return this._s.min();
  }

  max(): unknown {
    return this._s.max();
  }

  nullCount(): number {
    return this._s.nullCount();
  }

  toArray(): unknown[] {
    return this._s.toArray();
  }
}

const full = new WeakMap<LightSeries, Series>();
const fullOf = (light: LightSeries): Series => {
  const made = full.get(light) ?? makeFull(light._s);
  full.set(light, made);
  return made;
};

const handler: ProxyHandler<LightSeries> = {
  get: (light, name) => {
    if (Object.hasOwn(LightSeries.prototype, name) || name === '_s') {
      return Reflect.get(light, name);
    }
    // Whatever is awaited is asked whether it is a promise.
    return name === 'then' ? undefined : Reflect.get(fullOf(light), name);
  },
  set: (light, name, value) => Reflect.set(fullOf(light), name, value),
};

/** Puts the light form in the place of the binding's own. */
export const lightenSeries = (): void => {
  series._Series = (native) => new Proxy(new LightSeries(native), handler) as unknown as Series;
};
