import { describe, expect, it } from 'vitest';
import {
  addressOf,
  choiceGroup,
  hiddenInput,
  honeypot,
  textArea,
  textInput,
} from '../../../shared/pages/fields.ts';
import { html } from '../../../shared/pages/html.ts';
import { emptyState, errorMessage, infoMessage } from '../../../shared/pages/messages.ts';
import { table } from '../../../shared/pages/table.ts';

/** Markup without the line breaks between its parts. */
const flat = (markup: { toString(): string }) => markup.toString().replaceAll(/\n/g, '');

const nasty = `"><script>'&`;
const escaped = '&quot;&gt;&lt;script&gt;&#39;&amp;';

describe('a field', () => {
  it('is labelled by its own id', () => {
    expect(flat(textInput({ name: 'city', label: 'City', value: 'Köln', maximum: 80 }))).toBe(
      '<div class="field"><label for="city">City</label><input class="text" value="Köln" id="city" name="city" maxlength="80"></div>',
    );
  });

  it('points to its hint and to what is wrong with it', () => {
    const field = { name: 'why', label: 'Why?', note: 'optional', hint: 'Short.', violation: 'Too long.' };
    expect(flat(textArea(field))).toBe(
      '<div class="field"><label for="why">Why? <span class="note">(optional)</span></label>' +
        '<textarea id="why" name="why" aria-describedby="why-hint why-violation" aria-invalid="true"></textarea>' +
        '<p class="hint" id="why-hint">Short.</p><p class="violation" id="why-violation">Too long.</p></div>',
    );
  });

  it('keeps a first line break of the writer', () => {
    expect(textArea({ name: 'why', label: 'Why?', value: '\nx' }).toString()).toContain(
      'name="why">\n\nx</textarea>',
    );
  });

  it('offers choices, one of them chosen, as one group', () => {
    const group = choiceGroup({ name: 'q', label: 'How?', choices: [1, 2], value: '2', isRequired: true });
    expect(flat(group)).toBe(
      '<fieldset class="field" role="radiogroup" aria-required="true"><legend>How?</legend><div class="choices">' +
        '<div class="choice"><input type="radio" id="q-1" name="q" value="1"><label for="q-1">1</label></div>' +
        '<div class="choice"><input type="radio" id="q-2" name="q" value="2" checked><label for="q-2">2</label></div>' +
        '</div></fieldset>',
    );
  });

  it('can be reached by a link: a group at its first choice', () => {
    expect(addressOf({ name: 'why', label: 'Why?' })).toBe('#why');
    expect(addressOf({ name: 'q', label: 'How?', choices: [0, 1] })).toBe('#q-0');
  });

  it('escapes label, note, hint, violation and value', () => {
    const field = { name: 'f', label: nasty, note: nasty, hint: nasty, violation: nasty, value: nasty };
    for (const markup of [textInput(field), textArea(field)]) {
      expect(markup.toString()).not.toContain('<script');
      expect(markup.toString().split(escaped)).toHaveLength(6);
    }
    expect(hiddenInput('f', nasty).toString()).toContain(`value="${escaped}"`);
  });

  it('for programs is out of sight, out of the tab order and hidden from screen readers', () => {
    expect(flat(honeypot('website', 'Website'))).toBe(
      '<div class="honeypot" aria-hidden="true"><label>Website <input name="website" tabindex="-1" autocomplete="off"></label></div>',
    );
  });
});

describe('a table', () => {
  const content = { caption: 'People', heads: ['Name', 'Age'], empty: 'Nobody yet.' };

  it('names itself, its columns and its rows, and can be scrolled by keyboard', () => {
    expect(flat(table({ ...content, rows: [[html`<b>Ada</b>`, 36]] }))).toBe(
      '<div class="scroll" tabindex="0" role="group" aria-label="People"><table><caption>People</caption>' +
        '<thead><tr><th scope="col">Name</th><th scope="col">Age</th></tr></thead>' +
        '<tbody><tr><th scope="row"><b>Ada</b></th><td data-head="Age">36</td></tr></tbody></table></div>',
    );
  });

  it('says its caption to screen readers alone under a heading that says it', () => {
    const markup = flat(table({ ...content, isCaptionHidden: true, rows: [['Ada', 36]] }));
    expect(markup).not.toContain('<caption');
    expect(markup).toContain('aria-label="People"');
  });

  it('says in words that there is nothing', () => {
    expect(flat(table({ ...content, rows: [] }))).toBe('<div class="empty">Nobody yet.</div>');
  });
});

describe('a message', () => {
  it('about errors takes the focus, is announced, and leads to what is to be corrected', () => {
    expect(flat(errorMessage({ text: 'Please correct:', links: [{ label: nasty, href: '#why' }] }))).toBe(
      '<div class="message error" role="alert" tabindex="-1" autofocus><p>Please correct:</p>' +
        `<ul><li><a href="#why">${escaped}</a></li></ul></div>`,
    );
  });

  it('that only informs is a status', () => {
    expect(flat(infoMessage({ text: 'Once more.' }))).toBe(
      '<div class="message" role="status" tabindex="-1" autofocus><p>Once more.</p></div>',
    );
  });

  it('where there is nothing names the one next step', () => {
    expect(flat(emptyState('No mail.', { label: 'Write one', href: '/new?a=1&b=2' }))).toBe(
      '<div class="empty">No mail.<p class="next"><a href="/new?a=1&amp;b=2">Write one</a></p></div>',
    );
  });
});
