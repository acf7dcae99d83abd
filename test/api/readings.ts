/** Of two meters, an hour apart, over 20 days. */
export const readings = (): string => {
  const lines = ['time,meter,load'];
  for (let hour = 0; hour < 24 * 20; hour += 1)
    for (const meter of ['a', 'b'])
      lines.push(`${new Date(Date.UTC(2026, 0, 5, hour)).toISOString()},${meter},${hour % 24}`);
  return `${lines.join('\n')}\n`;
};
