import { RejectedError } from '../../../errors.ts';

export const unclosedQuote = (name: string, line: number): RejectedError =>
  new RejectedError('QUOTE_UNCLOSED', `${name} has a quote on line ${line} that is never closed`, {
    place: { file: name, line },
    remedy: `close the quote on line ${line}, or double it where it is part of the text`,
  });
