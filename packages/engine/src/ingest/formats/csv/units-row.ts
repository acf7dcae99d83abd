import type { SampleRecord } from './records.ts';

/** Units of readings, and the letters of time formats in rows of units. */
const unit =
  /^[[(]?(?:%|‰|°|°?[CFK]|deg(?:C|F|T|rees)?|[kMGTmµu]?(?:W|Wh|VA|VAh|var|VAr|varh|V|A|J|Hz|Pa|g|t|m|s|l|L|Wp|N|bar|mol)|kWh?|MWh?|GWh?|Wh|hPa|mbar|mb|bar|psi|m\/s|km\/h|kn|kt|knots|mph|ft|in|inch|mi|nmi|mm|cm|km|m2|m²|m3|m³|m³\/h|m3\/h|l\/h|l\/s|W\/m2|W\/m²|MJ\/m2|MJ\/m²|kWh\/m2|[Vv]olts?|[Aa]mps?|[Ww]atts?|[Dd]eg(?:rees)? ?[CFK]|[Pp]ercent|meters\/second|TS|RN|Smp|Avg|kWh\/m²|ug\/m3|µg\/m³|mg\/m3|ppm|ppb|lux|lx|sec|min|h|hr|hrs|d|mo|dy|yr|mn|degT|USD|EUR|GBP|€|\$|£|ct|EUR\/MWh|€\/MWh|\$\/MWh|pu|p\.u\.|-|--|n\/a|none|unitless|bool|code|id|text|string|float|double|int(?:eger)?|number|datetime|timestamp|utc|local|[yY]{2,4}[-/.]?[mM]{2}[-/.]?[dD]{2}.*|[dD]{2}[-/.][mM]{2}[-/.][yY]{2,4}.*|[hH]{2}:[mM]{2}(?::[sS]{2})?|\d{1,3}[sdn])[\])]?$/;

/** Whether a record between header and data has units: no names, no readings. */
export const isUnitsRow = ({ cells }: SampleRecord): boolean => {
  const filled = cells.filter((cell) => cell !== '');
  const known = filled.filter((cell) => unit.test(cell) || /^[[(].{1,12}[\])]$/.test(cell));
  return filled.length > 0 && known.length >= filled.length * 0.6;
};
