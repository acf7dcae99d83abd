export { HorizonScalers, HorizonSets, Horizons } from './horizons.ts';
export { createIntervalIndex } from './interval-index.ts';
export { intervalsLate } from './intervals-late.ts';
export { type HorizonFiles, writeHorizonSets } from './write-horizon-sets.ts';
