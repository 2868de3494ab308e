import type { Language } from '../domain/language.ts';
import { isMessageKey, type MessageKey, type Translate } from '../locales/index.ts';
import { PackageError } from './packageError.ts';

/** Anything that JSON can say. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [name: string]: Json };

/** Where a text of ours stands in the manifest, as Teams' localization files name it: `bots[0].commandLists[0]…`. */
export interface TextPlace {
  readonly path: string;
  readonly key: MessageKey;
}

/** A text's name between per cent signs, alone in a string: the manifest's template holds no words itself. */
const NAMED = /^%(.+)%$/;

/** The manifest with one language's words where the template names a text; everything else stays as it is. */
export function withTexts(value: Json, translate: Translate): Json {
  if (typeof value === 'string') {
    const key = keyIn(value);
    return key === undefined ? value : translate(key);
  }
  if (value === null || typeof value !== 'object') return value;
  if (isList(value)) return value.map(item => withTexts(item, translate));
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [name, withTexts(inner, translate)]),
  );
}

/** Every place of the manifest where a text of ours stands, in reading order. */
export function textPlaces(value: Json, path = ''): readonly TextPlace[] {
  if (typeof value === 'string') {
    const key = keyIn(value);
    return key === undefined ? [] : [{ path, key }];
  }
  if (value === null || typeof value !== 'object') return [];
  if (isList(value)) return value.flatMap((item, index) => textPlaces(item, `${path}[${index}]`));
  return Object.entries(value).flatMap(([name, inner]) =>
    textPlaces(inner, path === '' ? name : `${path}.${name}`),
  );
}

/** A fault found at a place, with the text that stands there and the file to mend it in; other faults as they are. */
export function withTextNamed(fault: string, places: readonly TextPlace[], language: Language): string {
  const place = places.find(({ path }) => fault.startsWith(`${path}: `));
  return place === undefined ? fault : `${fault} (mend ${place.key} in locales/${language}.json)`;
}

/** Throws a {@link PackageError} for a name that no text bears. */
function keyIn(text: string): MessageKey | undefined {
  const name = NAMED.exec(text)?.[1];
  if (name === undefined) return undefined;
  if (isMessageKey(name)) return name;
  throw new PackageError([
    `manifest/manifest.json: names the text "${name}"; give one that locales/en.json has`,
  ]);
}

function isList(value: readonly Json[] | { readonly [name: string]: Json }): value is readonly Json[] {
  return Array.isArray(value);
}
