import type { Spec } from '@wattline/spec';
import { columnsOf, type SampleTable } from '../columns.ts';
import type { Finding } from '../finding.ts';
import { missingIn } from '../infer-missing.ts';

/**
 * A spec that another file showed, with what this one has where there is no reading: the first day without a gap says
 * nothing of how a logger writes one.
 */
export const withOwnMarkers = (
  spec: Spec,
  table: SampleTable,
): { readonly spec: Spec; readonly evidence: readonly Finding[]; readonly warnings: readonly string[] } => {
  const columns = columnsOf(table).filter(({ name }) => Object.hasOwn(spec.values, name));
  const found = columns.map((column) => ({ name: column.name, ...missingIn(column) }));
  const marked = found.filter(({ markers }) => markers.length > 0);
  const values = { ...spec.values };
  for (const { name, markers } of marked) {
    const value = values[name];
    if (value !== undefined)
      values[name] = { ...value, missing: [...new Set([...(value.missing ?? []), ...markers])] };
  }
  return {
    spec: { ...spec, values },
    evidence: marked.map(({ name, markers }) => ({
      about: name,
      decision: `no reading: ${markers.join(', ')}`,
      because: 'in this file they are no numbers, or lie far from all others',
      alternatives: [],
      key: `values.${name}.missing`,
    })),
    warnings: found.flatMap(({ name, warnings }) => warnings.map((text) => `column '${name}': ${text}`)),
  };
};
