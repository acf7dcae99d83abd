export { Fold, FoldScaler } from './folds.ts';
export { type WrittenFolds, writeFolds } from './write-folds.ts';
