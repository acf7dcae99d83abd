const pattern = /^([+-])(\d\d):(\d\d)$/;

/** How far clocks that never change are ahead of UTC, in ms: of `UTC` and of offsets such as `+01:00`. */
export const fixedOffsetMs = (zone: string): number | undefined => {
  if (zone === 'UTC') return 0;
  const [, sign, hours, minutes] = pattern.exec(zone) ?? [];
  if (sign === undefined) return undefined;
  const size = (Number(hours) * 60 + Number(minutes)) * 60_000;
  return sign === '-' ? -size : size;
};
