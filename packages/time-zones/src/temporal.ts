type TemporalApi = typeof import('temporal-polyfill').Temporal;

let loaded: TemporalApi | undefined;

/** The runtime's own, else the polyfill: loaded when it is first needed, since that takes 12 ms. */
export const temporal = (): TemporalApi => {
  loaded ??=
    (globalThis as { Temporal?: TemporalApi }).Temporal ??
    (
      process.getBuiltinModule('node:module').createRequire(import.meta.url)('temporal-polyfill') as {
        Temporal: TemporalApi;
      }
    ).Temporal;
  return loaded;
};
