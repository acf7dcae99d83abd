import type { ObjectStore } from '@wattline/backend-contract';
import type { Backend } from '@wattline/worker';

/** Watches every request to some stores: `method store/key`, in their order. */
export const createWatch = () => {
  const requests: string[] = [];
  const plain = new Map<unknown, ObjectStore>();
  const watched = (name: string, store: ObjectStore): ObjectStore => {
    const proxy: ObjectStore = new Proxy(store, {
      get: (target, method: keyof ObjectStore) => {
        const own: unknown = target[method];
        if (typeof own !== 'function') return own;
        return (...given: unknown[]) => {
          requests.push(`${method} ${name}/${String(given[method === 'copy' ? 1 : 0])}`);
          if (method !== 'copy') return Reflect.apply(own, target, given);
          // One request, in which the store reads the other by itself.
          const from = given[0] as Parameters<ObjectStore['copy']>[0];
          return target.copy({ ...from, store: plain.get(from.store) ?? from.store }, String(given[1]));
        };
      },
    });
    plain.set(proxy, store);
    return proxy;
  };
  const watch = ({ staging, features, models, results }: Backend['stores']): Backend['stores'] => ({
    staging: watched('staging', staging),
    features: watched('features', features),
    models: watched('models', models),
    results: watched('results', results),
  });
  return { requests, watch };
};
