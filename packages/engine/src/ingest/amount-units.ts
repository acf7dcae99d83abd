/** Units of amounts, such as a meter counts for an interval: energy, not power. */
const amount = /(?:^|[\s_([])(?:[kMGT]?Wh|[kmg]?wh|KWH|MWH|[kM]?varh|[kMG]?J|kVAh|BTU|therms?)(?:$|[\s_)\]])/;
/** What energy costs, or weighs, is no amount of it. */
const priced =
  /price|preis|precio|prix|cost|kosten|tari[fv]|£|\$|€|cents?|pence|intensity|\/|(?:^|[^a-z])(?:rate|eur|usd|gbp|ct|per|pro)(?:[^a-z]|$)/i;
/** What half an hour has: no rate, though it is written as one. */
const perHalfHour = /(?:^|[\s_([])kwh\/hh(?:$|[\s_)\]])/i;

/** What falls in an interval, by its name with the unit of a depth. */
const rain =
  /(?:^|[^a-z])(?:rain(?:fall)?|precip(?:itation)?|niederschlag|regen|pluie|lluvia|lluvias|pioggia|chuva|neerslag)(?:[^a-z].*)?[^a-z](?:mm|inch(?:es)?)(?:$|[^a-z])/i;

/** Whether a name is that of a price or a cost. */
export const isPriced = (text: string): boolean => priced.test(text);

/** Whether a unit, or a name that has one, is that of an amount. */
export const isAmountUnit = (text: string): boolean => {
  const unit = amount.exec(text);
  if (rain.test(text)) return !priced.test(text);
  return perHalfHour.test(text) || (unit !== null && !priced.test(text.replace(unit[0], '')));
};
