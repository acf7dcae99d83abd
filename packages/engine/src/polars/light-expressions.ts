import { createRequire } from 'node:module';

/**
 * nodejs-polars makes every expression as an object literal of 161 closures: half a millisecond and much garbage each,
 * more than most plans take to run. This puts the same methods on one prototype instead; a method runs in one object of
 * the original form, whose native expression is exchanged for the call. What a method does is untouched.
 */

type Native = Record<PropertyKey, unknown>;
type Methods = Record<PropertyKey, unknown>;

interface ExpressionModule {
  _Expr: (native: Native) => Methods;
}

const require = createRequire(import.meta.url);
const folder = 'nodejs-polars/bin/lazy/expr/';
const expressions = require(`${folder}index.js`) as ExpressionModule;
const makeFull = expressions._Expr;

const namespaces: Record<string, (native: Native) => unknown> = {
  str: require(`${folder}string.js`).ExprStringFunctions,
  dt: require(`${folder}datetime.js`).ExprDateTimeFunctions,
  list: require(`${folder}list.js`).ExprListFunctions,
  lst: require(`${folder}list.js`).ExprListFunctions,
  struct: require(`${folder}struct.js`).ExprStructFunctions,
};

/** The expression whose method is being called. */
let current: Native = {};

class LightExpression {
  readonly _expr: Native;

  constructor(native: Native) {
    this._expr = native;
  }

  inner(): Native {
    return this._expr;
  }
}

/** Puts the light form in the place of the binding's own. */
export const lightenExpressions = (): void => {
  const template = makeFull(
    new Proxy<Native>(
      {},
      {
        get: (_, name) => {
          const member = current[name];
          return typeof member === 'function' ? member.bind(current) : member;
        },
      },
    ),
  );

  for (const name of Reflect.ownKeys(template)) {
    if (
      name in LightExpression.prototype ||
      name === '_expr' ||
      (typeof name === 'string' && name in namespaces)
    )
      continue;
    const method = template[name];
    if (typeof method !== 'function')
      throw new Error(`nodejs-polars has an expression member of a new kind: ${String(name)}`);
    Object.defineProperty(LightExpression.prototype, name, {
      value(this: LightExpression, ...args: unknown[]): unknown {
        const before = current;
        current = this._expr;
        try {
          return Reflect.apply(method, template, args);
        } finally {
          current = before;
        }
      },
    });
  }

  for (const [name, make] of Object.entries(namespaces)) {
    Object.defineProperty(LightExpression.prototype, name, {
      get(this: LightExpression): unknown {
        return make(this._expr);
      },
    });
  }

  expressions._Expr = (native) => new LightExpression(native) as unknown as Methods;
};
