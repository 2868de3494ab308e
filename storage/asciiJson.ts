/**
 * Azurite decodes each piece of a request as it comes off the socket, and so destroys every letter beyond ASCII that
 * lies on the edge of two pieces: Japanese or Chinese text in a row of some size came back with holes. JSON can say
 * any letter in ASCII (`\u7ffc`), so that is how bodies go out; the real service reads both alike.
 */

/** The same JSON (or multipart text around JSON) in ASCII alone. */
export function asciiJson(text: string): string {
  return text.replace(/[^\0-\x7f]/g, unit => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
}
