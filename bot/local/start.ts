/** What `bot/main.ts` loads in local mode only. */
export { openLocalHouse } from './house.ts';
export { demoClientUrl } from './playgrounds.ts';
export { seedDemo } from './seedDemo.ts';
export { whatToOpen } from './whatToOpen.ts';
