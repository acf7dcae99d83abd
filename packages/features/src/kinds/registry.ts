// One line per kind.
export { circular } from './circular/kind.ts';
export { gauge } from './gauge/kind.ts';
export { register } from './register/kind.ts';
export { total } from './total/kind.ts';
