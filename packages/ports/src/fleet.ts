/** One running copy of a service. */
export interface FleetTask {
  readonly service: string;
  readonly id: string;
  readonly status: 'starting' | 'running' | 'stopping' | 'stopped';
  readonly startedAt?: Date;
  readonly memoryBytes?: number;
  readonly restarts?: number;
}

/** What is running where. */
export interface Fleet {
  tasks(): Promise<FleetTask[]>;
}
