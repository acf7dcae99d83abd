/** Minutes east of UTC of zone words that mean one offset wherever they are written. */
const offsets: Readonly<Record<string, number>> = {
  Z: 0,
  UTC: 0,
  GMT: 0,
  WET: 0,
  WEST: 60,
  BST: 60,
  CET: 60,
  MEZ: 60,
  CEST: 120,
  MESZ: 120,
  EET: 120,
  EEST: 180,
  MSK: 180,
  EST: -300,
  EDT: -240,
  CST: -360,
  CDT: -300,
  MST: -420,
  MDT: -360,
  PST: -480,
  PDT: -420,
  AKST: -540,
  AKDT: -480,
  HST: -600,
  AEST: 600,
  AEDT: 660,
  ACST: 570,
  ACDT: 630,
  AWST: 480,
  JST: 540,
  KST: 540,
  SGT: 480,
  SAST: 120,
  NZST: 720,
  NZDT: 780,
};

/** Minutes east of UTC: `+01`, `+0100`, `+01:00`, `Z`, `CEST`; undefined for anything else. */
export const offsetMinutes = (text: string): number | undefined => {
  const match = /^(?:UTC|GMT)?([+-])(\d{1,2})(?::?(\d{2}))?$/i.exec(text);
  if (match === null) {
    return offsets[text.toUpperCase()];
  }
  const minutes = Number(match[2]) * 60 + Number(match[3] ?? 0);
  // To 18:00, as in Java and PostgreSQL: what lies beyond is a mistake.
  return minutes > 18 * 60 || Number(match[3] ?? 0) > 59 ? undefined : match[1] === '-' ? -minutes : minutes;
};

export const isZoneWord = (word: string): boolean => Object.hasOwn(offsets, word.toUpperCase());
