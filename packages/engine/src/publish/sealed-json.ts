/** The text of a sealed JSON file: the same for the same value. */
export const sealedJson = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`;
