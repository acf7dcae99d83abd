/** When, and which, as the service names files of readings that were posted to it. */
const name = /\/posted\/(\d{8}T\d{9}Z)-[0-9a-f]{8}\.json$/;

/** When a file of posted readings was named, without signs between the digits; undefined for any other upload. */
export const postedTime = (key: string): string | undefined => name.exec(key)?.[1];
