export { machineBytes, type ReadLimits, readLimits, type SetLimits } from './limits.ts';
export {
  type FileWork,
  type OwnWork,
  openReaderPool,
  type ReaderPool,
  type ReaderPoolOptions,
  type ReaderWork,
} from './open-reader-pool.ts';
export type { Ask, ReaderTasks } from './tasks.ts';
