import { type OnlineSummary, UNION, type WindowSummary } from '../../windows/summary.ts';

const extreme = (name: string, of: 'LEAST' | 'GREATEST', united: OnlineSummary['united']): WindowSummary => ({
  name,
  parts: [name],
  of: (value) => [value],
  // Of a value and null both take the value.
  united: (later, before) => [`${of}(${[...later, ...before].join(', ')})`],
  online: { of: (values, parts) => parts.set(values), united },
});

// Each has a loop of its own: called through a variable, Math.min takes ten times as long.
export const least = extreme('min', 'LEAST', (parts, unions) => {
  for (let i = 0; i < unions.length; i += UNION) {
    const a = parts[unions[i] ?? 0] ?? Number.NaN;
    const b = parts[unions[i + 1] ?? 0] ?? Number.NaN;
    parts[unions[i + 2] ?? 0] = Number.isNaN(a) ? b : Number.isNaN(b) ? a : Math.min(a, b);
  }
});
export const greatest = extreme('max', 'GREATEST', (parts, unions) => {
  for (let i = 0; i < unions.length; i += UNION) {
    const a = parts[unions[i] ?? 0] ?? Number.NaN;
    const b = parts[unions[i + 1] ?? 0] ?? Number.NaN;
    parts[unions[i + 2] ?? 0] = Number.isNaN(a) ? b : Number.isNaN(b) ? a : Math.max(a, b);
  }
});
