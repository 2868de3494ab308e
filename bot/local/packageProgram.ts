import { createRequire } from 'node:module';
import path from 'node:path';
import { z } from 'zod';

const require = createRequire(import.meta.url);
const manifest = z.object({ bin: z.record(z.string(), z.string()) });

/**
 * The file of a program that an installed package brings. Throws when the package is not installed, as after an
 * install without the development dependencies, and says what to do.
 */
export function packageProgram(packageName: string, program: string): string {
  let file: string;
  try {
    file = require.resolve(`${packageName}/package.json`);
  } catch (cause) {
    throw new Error(
      `${packageName} is not installed. Run npm ci with development dependencies; or set PLAYGROUND=off, and AZURE_STORAGE_CONNECTION_STRING to a storage of your own.`,
      { cause },
    );
  }
  const entry = manifest.parse(require(file)).bin[program];
  if (entry === undefined) throw new Error(`${packageName} brings no program named ${program}.`);
  return path.join(path.dirname(file), entry);
}
