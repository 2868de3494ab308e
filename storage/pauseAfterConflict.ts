import { setTimeout as pause } from 'node:timers/promises';

const FIRST_PAUSE_MS = 5;
const LONGEST_PAUSE_MS = 160;

/**
 * Waits before what lost to somebody else's write is tried again, longer each time and never the same, so that many who
 * write the same row at once do not keep coming between each other. After the first try not at all: as a rule there was
 * one other writer, and it is done.
 */
export async function pauseAfterConflict(tries: number): Promise<void> {
  if (tries < 2) return;
  await pause(Math.random() * Math.min(FIRST_PAUSE_MS * 2 ** (tries - 1), LONGEST_PAUSE_MS));
}
