import pl, { type Expr } from 'nodejs-polars';

const NUMBER = '^[+-]?(\\d+\\.?\\d*|\\.\\d+)([eE][+-]?\\d+)?$';

/**
 * Text with an apostrophe in front where a spreadsheet would run it as a formula; plain numbers stay numbers. Text that
 * has such an apostrophe already gets another one, so that taking one away gives the text back.
 */
export const spreadsheetSafe = (text: Expr): Expr =>
  pl.when(text.str.contains(NUMBER)).then(text).otherwise(text.str.replace("^('*[=+\\-@\\t\\r])", "'$1"));
