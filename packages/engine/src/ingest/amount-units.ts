/** Units of amounts, such as a meter counts for an interval: energy, not power. */
const amount = /(?:^|[\s_([])(?:[kMGT]?Wh|[kmg]?wh|KWH|MWH|[kM]?varh|[kMG]?J|kVAh|BTU|therms?)(?:$|[\s_)\]])/;
/** What energy costs, or weighs, is no amount of it. */
const priced =
  /price|preis|precio|prix|cost|kosten|tari[fv]|rate|eur|usd|gbp|£|\$|€|ct|cent|pence|per|pro|intensity|\//i;

/** Whether a unit, or a name that has one, is that of an amount. */
export const isAmountUnit = (text: string): boolean => {
  const unit = amount.exec(text);
  return unit !== null && !priced.test(text.replace(unit[0], ''));
};
