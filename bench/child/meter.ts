/** Loaded into the bot's real program beside its own code (`--import`), so that it tells what it uses. */
import { answering } from './answering.ts';
import { usage } from './usage.ts';

answering({ usage });
