import { sqlDouble } from '../../polars/sql.ts';

/** (exp(λ·l) − 1) / λ of a logarithm, and the logarithm where λ is 0; without the loss of digits near it. */
export const powerOfLog = (log: string, lambda: number): string => {
  if (lambda === 0) return log;
  const exponent = `(${sqlDouble(lambda)} * ${log})`;
  const power = `EXP(${exponent})`;
  // exp(t) − 1 = (u − 1)·t / ln(u) of u = exp(t): the errors of both go the same way.
  const less = `CASE WHEN ABS(${exponent}) > 1 THEN ${power} - 1 WHEN ${power} = 1 THEN ${exponent} ELSE (${power} - 1) * ${exponent} / LN(${power}) END`;
  return `(${less}) / ${sqlDouble(lambda)}`;
};

/** Box-Cox of a column: null where it is not above 0. */
export const boxCoxSql = (column: string, lambda: number): string =>
  `CASE WHEN ${column} > 0 THEN ${powerOfLog(`LN(${column})`, lambda)} END`;
