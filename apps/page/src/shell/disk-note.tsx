import { pipeline } from '../live/connection.ts';
import { bytesText } from '../text/numbers.ts';

/** Warns before the disk is full, and says what stops while it is. */
export const DiskNote = () => {
  const disk = pipeline.value?.disk;
  if (disk === undefined || disk.level === 'ok') return null;
  const free = `${bytesText(disk.freeBytes)} free`;
  return (
    <p class="connection-lost" role="status">
      {disk.level === 'short'
        ? `The disk is full (${free}): uploads are refused and no work begins. Both go on by themselves once there is room.`
        : `The disk is nearly full (${free}): free some space, or move the data folder to a larger disk.`}
    </p>
  );
};
