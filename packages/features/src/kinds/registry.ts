// One line per kind.
export { circular } from './circular/kind.ts';
export { gauge } from './gauge/kind.ts';
