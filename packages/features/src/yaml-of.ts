const isPlain = (text: string): boolean =>
  /^[A-Za-z0-9][\w:/-]*$/.test(text) &&
  Number.isNaN(Number(text)) &&
  !/^(?:on|off|yes|no|true|false|null)$/i.test(text);

/** Options as YAML on one line, as people write them. */
export const yamlOf = (value: unknown): string => {
  if (typeof value === 'string') return isPlain(value) ? value : JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(yamlOf).join(', ')}]`;
  if (typeof value !== 'object' || value === null) return String(value);
  const entries = Object.entries(value).map(([key, one]) => `${yamlOf(key)}: ${yamlOf(one)}`);
  return entries.length === 0 ? '{}' : `{ ${entries.join(', ')} }`;
};
