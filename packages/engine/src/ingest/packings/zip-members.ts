/** What is in a zip archive beside data: folders, what file managers add, and what explains the data. */
const besideData =
  /(?:^|\/)(?:__MACOSX\/|\.|Thumbs\.db$|desktop\.ini$)|\/$|\.(?:pdf|md|html?|docx?|png|jpe?g)$|(?:^|\/)(?:read[_ ]?me|licen[cs]e)[^/]*$/i;

/** Members of a zip archive that may hold readings. */
export const dataMembers = (names: readonly string[]): string[] =>
  names.filter((name) => !besideData.test(name));
