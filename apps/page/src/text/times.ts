const clock = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', second: '2-digit' });
const day = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short' });
const dayAndYear = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', year: 'numeric' });

const sameDay = (a: Date, b: Date): boolean => a.toDateString() === b.toDateString();

/** In the reader's own zone: the clock alone for today, the day before it else. */
export const instantText = (instant: string, now = new Date()): string => {
  const at = new Date(instant);
  if (sameDay(at, now)) return clock.format(at);
  const date = (at.getFullYear() === now.getFullYear() ? day : dayAndYear).format(at);
  return `${date}, ${clock.format(at)}`;
};

/** A day in UTC, as feature sets count them. */
export const utcDayText = (instant: string | number): string => new Date(instant).toISOString().slice(0, 10);

/** `2017-03-01 05:10`, UTC. */
export const utcMinuteText = (instant: string): string => instant.slice(0, 16).replace('T', ' ');
