/** One running copy of a service. */
export interface FleetTask {
  readonly service: string;
  readonly id: string;
  readonly status: 'starting' | 'running' | 'stopping' | 'stopped';
  readonly startedAt?: Date;
  /** What it takes, or what it may take where only that is known. */
  readonly memoryBytes?: number;
  readonly restarts?: number;
  readonly image?: string;
  /** The machine that it is on. */
  readonly instance?: string;
  /** Absent if it is not checked. */
  readonly healthy?: boolean;
}

/** A service and how much of it there is. */
export interface FleetService {
  readonly name: string;
  /** How many tasks there are to be. */
  readonly desired?: number;
  readonly running: number;
}

/** A machine that tasks run on. */
export interface FleetInstance {
  readonly id: string;
  readonly name?: string;
  readonly type?: string;
  readonly status: string;
  readonly tasks: number;
  readonly memoryBytes?: number;
  readonly freeMemoryBytes?: number;
}

/** What is running where. */
export interface Fleet {
  /** Absent for processes of this machine. */
  readonly kind?: 'processes' | 'ecs' | 'unknown';
  tasks(): Promise<FleetTask[]>;
  /** Absent if there is nothing to add to the tasks. */
  services?(): Promise<FleetService[]>;
  /** Absent if this machine is the only one. */
  instances?(): Promise<FleetInstance[]>;
}
