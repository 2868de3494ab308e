/** `npm run manifest`: makes the Teams app package from the environment (and `.env`, if there is one). */
import { existsSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import product from '../package.json' with { type: 'json' };
import { makeAppPackage } from './appPackage.ts';
import { PackageError } from './packageError.ts';

const root = path.resolve(import.meta.dirname, '..');
const icon = (name: string) => readFile(path.join(import.meta.dirname, 'icons', name));
const target = path.join(root, '.artifacts', 'partner-desk.zip');

try {
  if (existsSync('.env')) process.loadEnvFile('.env');
  const { zip, notes } = makeAppPackage({
    env: process.env,
    version: product.version,
    icons: { color: await icon('color.png'), outline: await icon('outline.png') },
  });
  await mkdir(path.dirname(target), { recursive: true });
  await writeFile(target, zip);
  console.log(`${path.relative(process.cwd(), target)}: Teams app ${product.version}, ${zip.length} bytes`);
  for (const note of notes) console.log(`Note: ${note}`);
} catch (error) {
  if (!(error instanceof PackageError)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
