import { examples } from './examples.ts';
import { cardRenderer } from '../support/renderCards.ts';
const only = process.argv[2] ? new RegExp(process.argv[2]) : /partnership|joint|addProvider|learn|authorize|shared|ask|atProvider|kinds|providers|provider|removed|Removed/i;
const r = await cardRenderer();
for (const [language, width, theme] of [['en',320,'light'],['ja',320,'dark'],['zh-TW',600,'light'],['en',600,'dark'],['ja',600,'light'],['zh-TW',320,'dark']] as const) {
  for (const [name, make] of Object.entries(examples)) if (only.test(name)) {
    const d = await r.render({ name, card: make(language), width, theme }, '/tmp/e3/pics');
    if (d.errors.length || d.overflowing.length) console.log(language, width, name, d);
  }
}
await r.close();
