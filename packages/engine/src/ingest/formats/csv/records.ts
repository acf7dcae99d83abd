/** One record of a sample: its cells as text, and the physical line (1-based) it begins on. */
export interface SampleRecord {
  readonly cells: readonly string[];
  readonly line: number;
}

export interface SampleRecords {
  readonly records: readonly SampleRecord[];
  /** Line of a quote that is open at the end of the text; its record is left out. */
  readonly openQuote: number | undefined;
}

/** Reads the records of a short text, quotes respected. For samples only: data goes through polars. */
export const recordsOf = (text: string, delimiter: string, most = 60_000): SampleRecords => {
  const records: SampleRecord[] = [];
  let cells: string[] = [];
  let line = 1;
  let begin = 1;
  let at = 0;
  let openQuote: number | undefined;
  const cell = (): string => {
    let start = at;
    while (text[start] === ' ') {
      start += 1;
    }
    if (text[start] === '"') {
      let content = '';
      let from = start + 1;
      for (;;) {
        const quote = text.indexOf('"', from);
        if (quote === -1) {
          at = text.length;
          openQuote = line;
          return content + text.slice(from);
        }
        content += text.slice(from, quote);
        if (text[quote + 1] !== '"') {
          at = quote + 1;
          break;
        }
        content += '"';
        from = quote + 2;
      }
      line += content.split('\n').length - 1;
      while (at < text.length && text[at] !== delimiter && text[at] !== '\n') {
        at += 1;
      }
      return content.trim();
    }
    const from = at;
    while (at < text.length && text[at] !== delimiter && text[at] !== '\n') {
      at += 1;
    }
    return text.slice(from, at).trim();
  };
  while (at < text.length && records.length < most) {
    cells.push(cell());
    if (openQuote === undefined && (at >= text.length || text[at] === '\n')) {
      records.push({ cells, line: begin });
      cells = [];
      line += 1;
      begin = line;
    }
    at += 1;
  }
  return { records, openQuote };
};
