/** A small file of readings that every stage likes: `days` days of hourly values of some meters. */
export const readings = ({ days = 14, meters = ['a'], seed = 1 } = {}): string => {
  const lines = ['time,meter,load'];
  const start = Date.UTC(2026, 0, 5);
  for (let hour = 0; hour < days * 24; hour += 1) {
    const time = new Date(start + hour * 3_600_000).toISOString().slice(0, 19);
    for (const [index, meter] of meters.entries()) {
      const load = 10 + index + 5 * Math.sin(((hour + seed) * Math.PI) / 12);
      lines.push(`${time},${meter},${load.toFixed(3)}`);
    }
  }
  return `${lines.join('\n')}\n`;
};
