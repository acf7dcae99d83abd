/**
 * Languages in which exports write months, as Intl knows them. Croatian is none of them: its listopad is October, that
 * of Polish and Czech November.
 */
const locales =
  'en de de-AT fr es it nl pt sv da nb pl cs fi ru uk bg el hu ro sk sl et lv lt tr ca is ga eu gl'.split(
    ' ',
  );

const plain = (word: string): string =>
  word
    .toLowerCase()
    .normalize('NFD')
    .replace(/\p{M}|\./gu, '');

const isName = /^\p{L}{3,}$/u;

const namesOfMonths = (): ReadonlyMap<string, number> => {
  const numbers = new Map<string, number>();
  for (const locale of locales) {
    for (const month of ['long', 'short'] as const) {
      for (const day of ['numeric', undefined] as const) {
        const format = new Intl.DateTimeFormat(locale, { month, timeZone: 'UTC', ...(day && { day }) });
        for (let index = 0; index < 12; index += 1) {
          const parts = format.formatToParts(Date.UTC(2024, index, 1));
          const word = plain(parts.find(({ type }) => type === 'month')?.value ?? '');
          if (isName.test(word) && !numbers.has(word)) {
            numbers.set(word, index + 1);
          }
        }
      }
    }
  }
  // Written as often as the four letters that English has for it.
  return numbers.set('sep', 9).set('mrz', 3);
};

let numbers: ReadonlyMap<string, number> | undefined;

/** The month (1 to 12) that a word names in one of the languages of Europe; undefined for other words. */
export const monthOf = (word: string): number | undefined => {
  const name = plain(word);
  // The names take 40 ms to make.
  if (!isName.test(name)) return undefined;
  numbers ??= namesOfMonths();
  return numbers.get(name);
};
