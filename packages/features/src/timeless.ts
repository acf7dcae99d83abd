/** What a dataset without times has in place of them: its rows are all of one instant, which means nothing. */
export const NO_TIME = '1970-01-01T00:00:00Z';

/** Whether a dataset's rows are of no time: `time: none`, a row for each entity. */
export const isTimeless = ({
  time,
}: {
  readonly time: { readonly column?: string | readonly string[] | undefined };
}): boolean => typeof time.column === 'object' && time.column.length === 0;
