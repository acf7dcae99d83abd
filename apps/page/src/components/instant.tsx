import { instantText } from '../text/times.ts';

export const InstantText = ({ at }: { at: string }) => (
  <time dateTime={at} title={at}>
    {instantText(at)}
  </time>
);
