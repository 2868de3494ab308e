import { COMMANDS, type Command } from '../domain/commands.ts';
import { findCode } from '../domain/link.ts';
import { allTitlesOf } from '../locales/index.ts';

/** What a person typed, understood. */
export type Utterance =
  | { kind: 'command'; command: Command; argument: string }
  | { kind: 'link'; text: string }
  | { kind: 'other'; text: string };

/** Words that people say before they know ours; each leads to help (Teams' store rules name them). */
const GREETINGS = ['hi', 'hello', 'hey', '?', 'こんにちは', '你好'];

const WORDS: { words: string; command: Command }[] = [
  ...COMMANDS.flatMap(command =>
    allTitlesOf(`command.${command}.title`).map(title => ({ words: fold(title), command })),
  ),
  ...GREETINGS.map(words => ({ words: fold(words), command: 'help' as const })),
].sort((a, b) => b.words.length - a.words.length);

/**
 * Reads what a person typed: a command in any of our languages with what stands behind it, a pasted link or code,
 * or anything else. Case, width and the kind of quotes and spaces do not matter.
 */
export function understand(typed: string): Utterance {
  const text = tidy(typed);
  const folded = fold(text);
  const bare = folded.replace(/[\s!.?。]+$/u, '');
  for (const { words, command } of WORDS) {
    if (folded === words || bare === words) return { kind: 'command', command, argument: '' };
    // What follows is told by a space or colon, or by Latin letters after words of a script that needs no spaces.
    const rest = folded.slice(words.length);
    if (folded.startsWith(words) && (/^[\s:]/u.test(rest) || (/[^\s\w]$/.test(words) && /^\w/.test(rest)))) {
      return { kind: 'command', command, argument: text.slice(words.length).replace(/^[\s:]+/u, '') };
    }
  }
  if (findCode(text)) return { kind: 'link', text };
  return { kind: 'other', text };
}

/** Without what pasting and phones put in: no-break and zero-width spaces, curly quotes, runs of spaces. */
function tidy(text: string): string {
  return text
    .normalize('NFKC')
    .replace(/[\u200b-\u200d\ufeff\u2060]/gu, '')
    .replace(/[‘’]/gu, "'")
    .replace(/[“”]/gu, '"')
    .replace(/\s+/gu, ' ')
    .trim();
}

function fold(text: string): string {
  return text.normalize('NFKC').toLowerCase();
}
