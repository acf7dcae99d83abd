import { MOST_READINGS } from '@wattline/api';
import { RequestProblem } from '@wattline/http';

/** Throws RequestProblem once rows, of which each may have many readings, have more than a request may. */
export const limitReadings = (place = 'readings'): ((readings: number) => void) => {
  let left = MOST_READINGS;
  return (readings) => {
    left -= readings;
    if (left < 0)
      throw new RequestProblem(
        400,
        'REQUEST_INVALID',
        `${place} has more than ${MOST_READINGS} readings: those side by side in a row count each`,
        { place: { value: place }, remedy: 'send fewer rows at once' },
      );
  };
};
