export { type AdapterChoice, chooseAdapters } from './adapters/choose-adapters.ts';
export { readConfig, type ServiceConfig } from './config.ts';
export { type DiskLevel, type DiskSpace, readDiskSpace } from './disk-space.ts';
export { type LocalChain, type LocalChainOptions, openLocalChain } from './local-chain.ts';
export { type ChainNeeds, type OpenChain, openChain } from './open-chain.ts';
export { openFleet } from './open-fleet.ts';
export { startService } from './start-service.ts';
export { stopSignal } from './stop-signal.ts';
