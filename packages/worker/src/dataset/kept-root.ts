/** The folder of what an entry of a dataset's log keeps, in the feature store: readings, and what was joined for it. */
export const keptRoot = (
  dataset: string,
  { run, replay }: { readonly run: string; readonly replay: number },
): string => `readings/${dataset}/${run}/${run}-${replay}/`;
