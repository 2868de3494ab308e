import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';

const ROOT = path.resolve(import.meta.dirname, '../../..');
/** What is loaded at once; types are not, nor what `import()` brings later. */
const LOADED = /^(?:import|export)\s+(?!type\b)(?:[^'";]*?\sfrom\s+)?['"]([^'"]+)['"]/gm;

/** Every file and package that is loaded with a file. */
function loadedWith(file: string, loaded = new Set<string>()): Set<string> {
  if (loaded.has(file)) return loaded;
  loaded.add(file);
  if (!file.endsWith('.ts') || !existsSync(path.join(ROOT, file))) return loaded;
  for (const [, from = ''] of readFileSync(path.join(ROOT, file), 'utf8').matchAll(LOADED)) {
    loadedWith(from.startsWith('.') ? path.posix.join(path.posix.dirname(file), from) : from, loaded);
  }
  return loaded;
}

describe('starting the bot', () => {
  it('loads what checks a proof only when somebody has to be proven', () => {
    const atStart = loadedWith('bot/main.ts');
    expect([...atStart]).toEqual(
      expect.arrayContaining(['botbuilder', 'bot/onTurn.ts', 'bot/proof/proof.ts']),
    );
    expect(atStart).not.toContain('jose');
    expect(atStart).not.toContain('bot/proof/singleSignOn.ts');
    expect(loadedWith('bot/proof/singleSignOn.ts')).toContain('jose');
  });
});
