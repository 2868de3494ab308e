import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';

const ROOT = path.resolve(import.meta.dirname, '../..');

/**
 * Which rooms of the house each may reach into (design §4): bot → dialogs → operations → storage → domain. Cards know
 * domain and locales only; operations know locales too, because letters are words.
 */
const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  domain: [],
  locales: ['domain'],
  cards: ['locales', 'domain'],
  storage: ['domain'],
  operations: ['storage', 'locales', 'domain'],
  dialogs: ['operations', 'storage', 'cards', 'locales', 'domain'],
  bot: ['dialogs', 'operations', 'storage', 'cards', 'locales', 'domain'],
};
const ROOMS = Object.keys(MAY_IMPORT);

/** Libraries that only some files may know, so that the day one must be replaced, nothing else moves. */
const KNOWN_ONLY_TO: Readonly<Record<string, RegExp>> = {
  botbuilder: /^(?:bot|dialogs)\/|^storage\/botState\.ts$/,
  '@azure/': /^storage\//,
  restify: /^bot\//,
  adaptivecards: /^cards\//,
};

interface Import {
  file: string;
  from: string;
  /** The file in the house, or the name of the package. */
  target: string;
}

const IMPORT = /(?:^|[\s;}(=])(?:from|import|require)\s*\(?\s*['"]([^'"]+)['"]/g;

function importsOf(file: string, source: string): Import[] {
  return [...source.matchAll(IMPORT)].map(([, from = '']) => ({
    file,
    from,
    target: from.startsWith('.') ? path.posix.join(path.posix.dirname(file), from) : from,
  }));
}

const files = ROOMS.flatMap(room => globSync(`${room}/**/*.ts`, { cwd: ROOT })).map(file =>
  file.replaceAll(path.sep, '/'),
);
const imports = files.flatMap(file => importsOf(file, readFileSync(path.join(ROOT, file), 'utf8')));
const roomOf = (file: string) => file.split('/')[0] ?? '';
const shown = ({ file, from }: Import) => `${file} imports ${from}`;

describe('the imports of the product', () => {
  it('are read at all, in every room', () => {
    for (const room of ROOMS) expect(files.some(file => roomOf(file) === room)).toBe(true);
    expect(imports.length).toBeGreaterThan(300);
    const forms = `import a from './a.ts';\nimport {\n  b,\n} from "./b.ts";\nimport './c.ts';\nexport * from './d.ts';\nawait import('./e.ts');\nconst f = require('./f.ts');`;
    expect(importsOf('bot/x.ts', forms).map(({ target }) => target)).toEqual(
      ['a', 'b', 'c', 'd', 'e', 'f'].map(name => `bot/${name}.ts`),
    );
  });

  it.each(ROOMS)('of %s reach only into the rooms below it', room => {
    const astray = imports.filter(({ file, from, target }) => {
      if (roomOf(file) !== room || !from.startsWith('.')) return false;
      return roomOf(target) !== room && !MAY_IMPORT[room]?.includes(roomOf(target));
    });
    expect(astray.map(shown)).toEqual([]);
  });

  it.each(Object.keys(KNOWN_ONLY_TO))('name %s… only where it is known', library => {
    const astray = imports.filter(
      ({ file, from }) => from.startsWith(library) && !KNOWN_ONLY_TO[library]?.test(file),
    );
    expect(astray.map(shown)).toEqual([]);
  });

  it('name no package that is not a dependency of ours', () => {
    const { dependencies } = JSON.parse(readFileSync(path.join(ROOT, 'package.json'), 'utf8'));
    const foreign = imports.filter(({ from }) => {
      if (from.startsWith('.') || from.startsWith('node:')) return false;
      const name = from.split('/').slice(0, from.startsWith('@') ? 2 : 1);
      return !Object.hasOwn(dependencies, name.join('/'));
    });
    expect(foreign.map(shown)).toEqual([]);
  });

  it('carry the ending of the file, as Node wants it', () => {
    const bare = imports.filter(({ from }) => from.startsWith('.') && !/\.(?:ts|json)$/.test(from));
    expect(bare.map(shown)).toEqual([]);
  });

  it('of the domain reach no file, network, process or clock', () => {
    const impure = imports.filter(
      ({ file, from }) => roomOf(file) === 'domain' && /^node:(?!crypto|module)/.test(from),
    );
    expect(impure.map(shown)).toEqual([]);
  });
});
