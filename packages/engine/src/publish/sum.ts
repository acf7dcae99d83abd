export const sum = (counts: readonly number[]): number => counts.reduce((all, one) => all + one, 0);
