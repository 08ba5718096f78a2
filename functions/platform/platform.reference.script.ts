/**
 * What a script adds to the reference: searching as one types, buttons that copy, and unfolding what a link leads to.
 * Without it everything is there, folded. Its hash stands in the policy of the page, so it is sent as it stands here.
 */
export const referenceScript = `
const all = (selector, within = document) => [...within.querySelectorAll(selector)];
const box = document.getElementById('search');
const cards = all('main .card').map((card) => ({ card, text: card.textContent.toLowerCase() }));
const entries = new Map(all('nav li a').map((link) => [link.hash.slice(1), link.parentElement]));
const groups = all('nav details');
const wide = matchMedia('(min-width:60rem)').matches;
function search() {
  const words = box.value.toLowerCase().split(/\\s+/).filter((word) => word !== '');
  let found = 0;
  for (const { card, text } of cards) {
    card.hidden = !words.every((word) => text.includes(word));
    if (!card.hidden) found += 1;
    if (entries.has(card.id)) entries.get(card.id).hidden = card.hidden;
  }
  for (const section of all('main section')) section.hidden = all('.card', section).every((card) => card.hidden);
  for (const group of groups) {
    group.hidden = all('li', group).every((entry) => entry.hidden);
    group.open = words.length > 0 || wide;
  }
  document.getElementById('found').textContent = words.length > 0 ? found + ' found' : '';
}
function unfold() {
  const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
  for (const folded of target ? all(':scope > details', target) : []) folded.open = true;
}
for (const example of navigator.clipboard ? all('.example') : []) {
  const button = document.createElement('button');
  button.type = 'button';
  button.className = 'quiet';
  button.textContent = 'Copy';
  button.addEventListener('click', async () => {
    await navigator.clipboard.writeText(example.querySelector('pre').textContent);
    button.textContent = 'Copied';
  });
  example.firstElementChild.append(button);
}
box.addEventListener('input', search);
addEventListener('hashchange', unfold);
document.getElementById('searching').hidden = false;
search();
unfold();
`;
