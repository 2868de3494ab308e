import { describe, expect, it } from '@jest/globals';
import { readConfig } from '../../bot/config.ts';
import { whatToOpen } from '../../bot/local/whatToOpen.ts';

describe('What the terminal says at the start', () => {
  it('names the four clients, what to type first, and how to stop', () => {
    expect(whatToOpen(readConfig({}))).toMatchInlineSnapshot(`
"Partner Desk runs in local mode. Open its four clients, each in a tab of its own:
  http://localhost:56150  Avery Howard of Fabrikam, an indirect provider
  http://localhost:56151  Dana Reyes of Contoso, an indirect reseller
  http://localhost:56152  Kim Akers of Wingtip Toys, a customer
  http://localhost:56153  Ari Lund of Contoso, a colleague of Dana Reyes
In the first, type  invite customer  and send the link you get to the third: paste it there.
In the second, type  add user  and add ari@contoso.example; then write anything in the fourth.
Ctrl-C stops everything; the data stays in .data."
`);
  });

  it('follows the ports that were chosen', () => {
    expect(whatToOpen(readConfig({ PLAYGROUND_CUSTOMER_PORT: '57000' }))).toContain('http://localhost:57000');
  });

  it('names no client where none is started', () => {
    expect(whatToOpen(readConfig({ PLAYGROUND: 'off', DATA_DIR: '/var/lib/desk' }))).toMatchInlineSnapshot(`
"Partner Desk answers at http://localhost:3978/api/messages.
Ctrl-C stops everything; the data stays in /var/lib/desk."
`);
  });
});
