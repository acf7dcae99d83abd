import { z } from 'zod';

/** A date or a time, with or without its offset. */
export const Instant = z.iso.datetime({ offset: true, local: true }).or(z.iso.date());

/** For comparison alone: a local time counts as UTC. */
export const instantMs = (instant: string): number =>
  Date.parse(
    /T.*(?:Z|[+-]\d\d:?\d\d)$/.test(instant)
      ? instant
      : `${instant}${instant.includes('T') ? '' : 'T00:00'}Z`,
  );
