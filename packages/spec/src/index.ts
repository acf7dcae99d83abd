export { Duration, durationMs } from './duration.ts';
export {
  Aggregation,
  CalendarField,
  CyclicalField,
  RollingStatistic,
  Spec,
  type SpecInput,
} from './schema.ts';
