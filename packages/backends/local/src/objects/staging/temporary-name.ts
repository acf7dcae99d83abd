/** Names that programs give to files they are not done with. */
const unfinished = /(\.part|\.partial|\.filepart|\.tmp|\.temp|\.crdownload|\.download|\.swp|~)$/i;

/** Whether a file in the staging folder is no upload: hidden, in a hidden folder, or under a passing name. */
export const isTemporaryName = (key: string): boolean =>
  key
    .split('/')
    .some((segment) => segment.startsWith('.') || segment.startsWith('~$') || unfinished.test(segment));
