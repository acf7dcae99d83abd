/** Parts of dates and clocks as columns are called, in the languages of those who publish them. */
const words = {
  hour: 'hour|hr|hrs|hh|h|he|klo|kl|kellonaika|orario|godz|hod|stunde|std|uhr|uhrzeit|heure|hora|ora|uur|timme|time|tid|tunti|godzina|hodina|óra|saat|час|時|时|小时',
  period:
    'period|settlement_?period|sp|ptu|isp|mtu|quarter|qh|viertel|viertelstunde|quart|interval|slot|block|half_?hour|hhr|periode|période|periodo|periodo_?horario',
  minute: 'minute|minutes|min|mins|mi|mm|mn|minuten|minuto|minuut|minuter|хв|мин',
} as const;

const has = (names: string, all: RegExp): RegExp =>
  new RegExp(`(?:^|[^\\p{L}])(?:${names})(?:$|[^\\p{L}])|${all.source}`, 'iu');

/** A column that goes on where a date ends, by its name. */
const clock = has(
  `${words.hour}|${words.period}`,
  /time|zeit|uhr|hora|heure|hour|stunde|period|settlement|interval|quarter|viertel|minute|clock|hhmm|^hh_?\d*$|second|sekunde/,
);

const minute = has(words.minute, /minute|minuten/);

const separated = (name: string): string => name.replace(/(\p{Ll})(\p{Lu})/gu, '$1 $2');

export const isClockName = (name: string): boolean => clock.test(separated(name));
export const isMinuteName = (name: string): boolean => minute.test(separated(name));

/** Names of the parts of a date in columns of their own, with the greatest number that each can have. */
export const partNames: readonly (readonly [directive: string, name: RegExp, most: number])[] = [
  [
    'Y',
    /^#?(?:year|yr|yyyy|yy|y|jahr|annee|année|anio|año|ano|anno|jaar|år|vuosi|rok|év|yıl|год|年)$/i,
    2200,
  ],
  [
    'm',
    /^(?:month|mo|mm|mon|mnth|mth|monat|mois|mes|mese|maand|månad|kuukausi|kk|miesiac|miesiąc|hónap|ay|месяц|月)$/i,
    12,
  ],
  [
    'd',
    /^(?:day|dy|dd|tag|jour|dia|día|giorno|dag|mday|dom|day_?of_?month|päivä|pv|dzien|dzień|nap|gün|день|日)$/i,
    31,
  ],
  ['j', /^(?:doy|jday|julian_?day|yday|day_?of_?year|jd|tag_?des_?jahres)$/i, 366],
  [
    'H',
    /^(?:hour|hr|hh|h|he|hod|stunde|std|heure|hora|ora|uur|timme|tunti|godzina|hodina|óra|saat|час|時|时)$/i,
    24,
  ],
  ['M', /^(?:minute|minutes|min|mins|mn|mi|minuten|minuto|minuut|minut|мин|分)$/i, 59],
  ['S', /^(?:second|seconds|sec|secs|ss|s|sekunde|sekunden|seconde|segundo|秒)$/i, 59],
];
