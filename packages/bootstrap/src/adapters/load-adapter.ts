import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Fleet, FleetAdapter, QueueAdapter, StoreAdapter } from '@wattline/backend-contract';
import { UsageError } from '@wattline/errors';

interface AdapterByPort {
  readonly store: StoreAdapter;
  readonly queue: QueueAdapter;
  readonly fleet: FleetAdapter;
}

type Port = keyof AdapterByPort;

const unknownFleet: Fleet = { kind: 'unknown', tasks: async () => [] };

const aws = () => import('@wattline/backend-aws');
const local = () => import('@wattline/backend-local');

/** The adapters that Wattline brings. Each is loaded only where it is chosen. */
const builtIn: { readonly [P in Port]: Readonly<Record<string, () => Promise<AdapterByPort[P]>>> } = {
  store: {
    directory: async () => (await local()).directoryAdapter,
    s3: async () => (await aws()).s3Adapter,
  },
  queue: {
    sqlite: async () => (await local()).sqliteAdapter,
    sqs: async () => (await aws()).sqsAdapter,
  },
  fleet: {
    supervisor: async () => (await local()).supervisorAdapter,
    ecs: async () => (await aws()).ecsAdapter,
    none: async () => ({ open: async () => unknownFleet }),
  },
};

/** A path is from the folder that the process was started in; anything else is a package. */
const specifierOf = (name: string): string =>
  /^(\.{0,2}\/|[A-Za-z]:\\)/.test(name) ? pathToFileURL(resolve(name)).href : name;

const unusable = (port: Port, name: string, reason: string, cause?: unknown): UsageError =>
  new UsageError(
    'ADAPTER_UNUSABLE',
    `WATTLINE_${port.toUpperCase()} is ${JSON.stringify(name)}, and ${reason}`,
    {
      remedy: `choose ${Object.keys(builtIn[port]).join(' or ')}, or name a module that exports ${port}Adapter`,
      cause,
    },
  );

const isAdapter = <P extends Port>(value: unknown): value is AdapterByPort[P] =>
  typeof value === 'object' && value !== null && 'open' in value && typeof value.open === 'function';

const loadModule = async <P extends Port>(port: P, name: string): Promise<AdapterByPort[P]> => {
  let module: Readonly<Record<string, unknown>>;
  try {
    module = await import(specifierOf(name));
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw unusable(port, name, `no module of that name can be loaded: ${reason}`, cause);
  }
  const adapter = module[`${port}Adapter`];
  if (isAdapter<P>(adapter)) return adapter;
  throw unusable(port, name, `that module exports no ${port}Adapter with an open function`);
};

/** The adapter of a built-in name or of a module. Throws UsageError where there is none. */
export const loadAdapter = async <P extends Port>(port: P, name: string): Promise<AdapterByPort[P]> =>
  (await builtIn[port][name]?.()) ?? loadModule(port, name);
