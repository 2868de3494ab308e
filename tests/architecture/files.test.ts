import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';

const ROOT = path.resolve(import.meta.dirname, '../..');
/** What is made, fetched or a machine's own. */
const NOT_OURS = new Set(['node_modules', '.git', '.data', '.artifacts', '.env', 'package-lock.json']);
const TEXT = /\.(?:ts|js|mjs|json|md|yml|yaml|css|svg|html)$|^\.env\.example$|^[A-Z]+$/;

function textsIn(folder: string): string[] {
  return readdirSync(path.join(ROOT, folder), { withFileTypes: true }).flatMap(entry => {
    if (NOT_OURS.has(entry.name)) return [];
    const file = path.join(folder, entry.name);
    if (entry.isDirectory()) return textsIn(file);
    return TEXT.test(entry.name) ? [file] : [];
  });
}

/** Folders in which people keep their work. The names are put together here, so that this file does not name one. */
const HOMES = ['home', 'Users', 'root', 'work'].map(folder => `/${folder}/`);
const MACHINE_PATH = new RegExp(`(?<![\\w.:/-])(?:${HOMES.join('|')})[\\w.-]+|\\b[A-Z]:\\\\\\\\?Users\\\\`);

describe('the files of this project', () => {
  const files = textsIn('.');

  it('are looked at', () => {
    expect(files.length).toBeGreaterThan(100);
    expect(MACHINE_PATH.test(`cd ${HOMES[0]}kim/desk`)).toBe(true);
    expect(MACHINE_PATH.test(`https://contoso.example${HOMES[0]}page`)).toBe(false);
  });

  it('name no path of a developer’s machine', () => {
    const found = files.filter(file => MACHINE_PATH.test(readFileSync(path.join(ROOT, file), 'utf8')));
    expect(found).toEqual([]);
  });
});
