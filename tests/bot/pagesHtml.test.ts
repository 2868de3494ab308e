import { describe, expect, it } from '@jest/globals';
import { html } from '../../bot/pages/html.ts';

describe('markup', () => {
  it('escapes every text', () => {
    const name = `<img src=x onerror="alert('1')"> & Co.`;
    expect(String(html`<p title="${name}">${name}</p>`)).toBe(
      '<p title="&lt;img src=x onerror=&quot;alert(&#39;1&#39;)&quot;&gt; &amp; Co.">' +
        '&lt;img src=x onerror=&quot;alert(&#39;1&#39;)&quot;&gt; &amp; Co.</p>',
    );
  });

  it('takes markup as it is, one piece or many, and leaves out what is not there', () => {
    const items = ['a', '<b>'].map(text => html`<li>${text}</li>`);
    expect(String(html`<ul>${items}</ul>${undefined}${html`<hr>`}`)).toBe(
      '<ul><li>a</li><li>&lt;b&gt;</li></ul><hr>',
    );
  });
});
