/** Names within the engine, where no column of a file can be. */
export const LINE = '__line';
export const CODE = '__code';
export const BUCKET = '__bucket';
/** Which pass of an hour that occurs twice a time is of: 1 or 2; 0 where nothing says so. */
export const PASS = '__pass';
/** The zone in which a time was read, where rows have their own. */
export const ZONE = '__zone';
/** When a reading was issued, where a spec names the column that says so. */
export const ISSUED = '__issued';
export const field = (index: number): string => `c${index}`;
