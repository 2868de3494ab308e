/**
 * What `npm start` runs: Node keeps what it compiles, our sources stripped of their types and the packages, beside
 * the packages, which halves every start but the first. In JavaScript, because what is loaded before cannot be kept,
 * and stripping types is dear. Where nothing can be written the bot starts all the same, and `node bot/main.ts` does too.
 */
import { enableCompileCache } from 'node:module';
import { fileURLToPath } from 'node:url';

enableCompileCache(fileURLToPath(new URL('../node_modules/.cache/partner-desk', import.meta.url)));
await import('./main.ts');
