import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';

const run = promisify(execFile);

/**
 * The command line of a running process, in whatever form this system tells it; undefined when there is none of
 * that id. A process id is given out again after a while, so an id alone never says who it is: whoever kept an id
 * keeps the command line beside it, and compares.
 */
export async function commandLineOf(pid: number): Promise<string | undefined> {
  const told = await read(pid).catch(() => '');
  return told.trim() === '' ? undefined : told;
}

async function read(pid: number): Promise<string> {
  if (process.platform === 'linux') {
    // Empty for a process that has ended and that nobody has collected yet, which is as good as gone.
    const raw = await readFile(`/proc/${pid}/cmdline`, 'utf8');
    return raw.replaceAll('\0', ' ').trim();
  }
  if (process.platform === 'win32') {
    const query = `(Get-CimInstance Win32_Process -Filter 'ProcessId=${pid}').CommandLine`;
    return (await run('powershell.exe', ['-NoProfile', '-NonInteractive', '-Command', query])).stdout.trim();
  }
  return (await run('ps', ['-ww', '-o', 'command=', '-p', String(pid)])).stdout.trim();
}
