/** Units of amounts, such as a meter counts for an interval: energy, not power. */
const amount = /(?:^|[\s_([])(?:[kMGT]?Wh|[kmg]?wh|KWH|MWH|[kM]?varh|[kMG]?J|kVAh|BTU|therms?)(?:$|[\s_)\]])/;
/** What energy costs, or weighs, is no amount of it. */
const priced =
  /price|preis|precio|prix|cost|kosten|tari[fv]|£|\$|€|cents?|pence|intensity|\/|(?:^|[^a-z])(?:rate|eur|usd|gbp|ct|per|pro)(?:[^a-z]|$)/i;
/** What half an hour has: no rate, though it is written as one. */
const perHalfHour = /(?:^|[\s_([])kwh\/hh(?:$|[\s_)\]])/i;

/** Whether a name is that of a price or a cost. */
export const isPriced = (text: string): boolean => priced.test(text);

/** Whether a unit, or a name that has one, is that of an amount. */
export const isAmountUnit = (text: string): boolean => {
  const unit = amount.exec(text);
  return perHalfHour.test(text) || (unit !== null && !priced.test(text.replace(unit[0], '')));
};
