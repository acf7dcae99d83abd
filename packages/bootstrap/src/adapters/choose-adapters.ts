/** Which adapter a process uses for each port: a built-in name, or a module that exports one. */
export interface AdapterChoice {
  /** `directory`, `s3` or a module. */
  readonly store: string;
  /** `sqlite`, `sqs` or a module. */
  readonly queue: string;
  /** `supervisor`, `ecs`, `none` or a module. */
  readonly fleet: string;
}

type Environment = Readonly<Record<string, string | undefined>>;

const chosen = (environment: Environment, name: string, fallback: string): string =>
  environment[name] || fallback;

const defaultFleet = (environment: Environment, store: string, isSupervised: boolean): string => {
  if (environment.WATTLINE_ECS_CLUSTER !== undefined) return 'ecs';
  return store === 'directory' && isSupervised ? 'supervisor' : 'none';
};

/**
 * Reads WATTLINE_STORE, WATTLINE_QUEUE and WATTLINE_FLEET. Without them: S3 and SQS if WATTLINE_PREFIX is set, even to
 * the empty string, else the data folder; the fleet is the cluster of WATTLINE_ECS_CLUSTER, else the supervisor.
 */
export const chooseAdapters = (environment: Environment, isSupervised: boolean): AdapterChoice => {
  const isDeployment = environment.WATTLINE_PREFIX !== undefined;
  const store = chosen(environment, 'WATTLINE_STORE', isDeployment ? 's3' : 'directory');
  return {
    store,
    queue: chosen(environment, 'WATTLINE_QUEUE', isDeployment ? 'sqs' : 'sqlite'),
    fleet: chosen(environment, 'WATTLINE_FLEET', defaultFleet(environment, store, isSupervised)),
  };
};
