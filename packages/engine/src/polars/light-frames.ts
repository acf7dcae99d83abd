import { createRequire } from 'node:module';
import { inspect } from 'node:util';
import type { DataFrame, LazyDataFrame, Series } from 'nodejs-polars';

/**
 * As with series: nodejs-polars makes every frame as an object of some 100 closures, a fifth of a millisecond and much
 * garbage each, and asks for all column names at each look. Here a frame answers what is asked often by itself, and
 * takes its full form for all else. A column called `height` does not hide the frame's height any more.
 */

interface Native {
  readonly height: number;
  readonly width: number;
  readonly shape: { height: number; width: number };
  readonly columns: string[];
  column(name: string): unknown;
  lazy(): unknown;
  toString(): string;
}

const require = createRequire(import.meta.url);
const frames = require('nodejs-polars/bin/dataframe.js') as { _DataFrame: (native: Native) => DataFrame };
const lazyFrames = require('nodejs-polars/bin/lazy/dataframe.js') as {
  _LazyDataFrame: (native: unknown) => LazyDataFrame;
};
const series = require('nodejs-polars/bin/series/index.js') as { _Series: (native: unknown) => Series };
const makeFull = frames._DataFrame;

class LightFrame {
  readonly _df: Native;

  constructor(native: Native) {
    this._df = native;
  }

  get [Symbol.toStringTag](): string {
    return 'DataFrame';
  }

  get height(): number {
    return this._df.height;
  }

  get width(): number {
    return this._df.width;
  }

  get shape(): Native['shape'] {
    return this._df.shape;
  }

  get columns(): string[] {
    return this._df.columns;
  }

  [inspect.custom](): string {
    return this._df.toString();
  }

  inner(): Native {
    return this._df;
  }

  lazy(): LazyDataFrame {
    return lazyFrames._LazyDataFrame(this._df.lazy());
  }

  getColumn(name: string): Series {
    return series._Series(this._df.column(name));
  }
}

const full = new WeakMap<LightFrame, DataFrame>();
const fullOf = (light: LightFrame): DataFrame => {
  const made = full.get(light) ?? makeFull(light._df);
  full.set(light, made);
  return made;
};

const handler: ProxyHandler<LightFrame> = {
  get: (light, name) => {
    if (name === '_df' || (name !== 'constructor' && Object.hasOwn(LightFrame.prototype, name))) {
      return Reflect.get(light, name);
    }
    // Whatever is awaited is asked whether it is a promise.
    return name === 'then' ? undefined : Reflect.get(fullOf(light), name);
  },
  set: (light, name, value) => Reflect.set(fullOf(light), name, value),
  has: (light, name) => Reflect.has(fullOf(light), name),
  ownKeys: (light) => Reflect.ownKeys(fullOf(light)),
  getOwnPropertyDescriptor: (light, name) => Reflect.getOwnPropertyDescriptor(fullOf(light), name),
};

/** Puts the light form in the place of the binding's own. */
export const lightenFrames = (): void => {
  frames._DataFrame = (native) => new Proxy(new LightFrame(native), handler) as unknown as DataFrame;
};
