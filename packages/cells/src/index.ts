export { isMissing, type Missing, missingOf } from './missing.ts';
export type { Notation, TimeNotation, Written } from './notation.ts';
export { money } from './numbers/currencies.ts';
export {
  affixPatterns,
  apostrophes,
  createNumberParser,
  groupedPattern,
  inUnit,
  isPlain,
  type NumberParser,
  type NumberStyle,
  plainStyle,
  ungroupedPattern,
  unitEnds,
  wideBlanks,
} from './numbers/number-style.ts';
export { plainDecimal } from './numbers/plain-decimal.ts';
export { signRules, withPlainSign } from './numbers/sign-rules.ts';
export { isUnit, scaleTo } from './numbers/units.ts';
export { isReasonCode, type ReasonCode, reasons } from './reasons.ts';
export { type CountedDay, dayLength, isClockDay, namingOf, type PeriodNaming } from './times/counted-days.ts';
export { countedPass, dayCount, isHour25 } from './times/day-counts.ts';
export { isoMoment } from './times/iso.ts';
export { monthOf } from './times/month-names.ts';
export { type DoubtfulRow, secondPass } from './times/order-of-passes.ts';
export { type Pass, withoutPass } from './times/passes.ts';
export {
  createHourReader,
  createPatternParser,
  type Moment,
  type PatternParser,
  zoneNameAfter,
} from './times/pattern.ts';
export { hasOffset, patternRegex, shorterPatterns } from './times/strftime.ts';
export { createTimeReader, namesInstants, type WrittenForm } from './times/time-reader.ts';
export { isZoneWord, offsetMinutes } from './times/zone-words.ts';
