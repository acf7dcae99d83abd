import fc from 'fast-check';
import { someOf } from '../../testing/arbitraries.ts';
import type { OptionsArbitrary } from '../../testing/options-arbitrary.ts';

const arbitrary: OptionsArbitrary<'sun'> = () =>
  fc.record({
    latitude: fc.oneof(fc.constantFrom(-90, 0, 69.65, 90), fc.double({ min: -90, max: 90, noNaN: true })),
    longitude: fc.oneof(fc.constantFrom(-180, 0, 180), fc.double({ min: -180, max: 180, noNaN: true })),
    columns: someOf(['elevation', 'daylight'] as const),
  });
export default arbitrary;
