import * as z from 'zod';

/** What a process has used since it began: milliseconds of CPU in all its threads, and megabytes (of 2^20 bytes) it holds now. */
export const usageSchema = z.object({ cpuMs: z.number(), rssMb: z.number() });
export type Usage = z.infer<typeof usageSchema>;

/** This process's own. */
export function usage(): Usage {
  const { user, system } = process.cpuUsage();
  return { cpuMs: (user + system) / 1000, rssMb: process.memoryUsage.rss() / 2 ** 20 };
}
