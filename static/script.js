// Cards beside names. The page works without this file: there the entry in
// "who's who" comes up as a sheet, by :target alone. With it, the entry opens
// beside the name, and nothing else about the page changes.
//
// What the page offers (templates/):
//   <section id="glossary" data-back="Back" data-off="Turn off previews" data-on="Turn on previews">
//                          every word that the script shows; without it there are no cards
//   a.actor[data-actor]    a mention; with an entry #actor-ID in the page it opens it, else it is a link like any other
//   .slot > .card#actor-ID[popover] with a.close[href="#m-ID"] and .foot: the entry, in a box that keeps its place
//   --beside, in the style of the page, where a card stands beside its name: a sheet is for those who asked for it
//   a.mark                 after the last fragment of a passage; its entry's link a[href="#said-N"] gets aria-current
//   #show-none             the choice of the story as published, in a .filter
//   .find[hidden] with an <input type=search> and a <span data-left="# of 41" data-none="…">, and lists .entries > li[data-also]
//                          in parts of sections .kind: the glossary's index, narrowed as you type
// A page's cards, marks and lists may each be missing.

const doc = document;
const glossary = doc.getElementById('glossary');
if (glossary?.dataset.back && HTMLElement.prototype.showPopover) cards(glossary, glossary.dataset);
doc.addEventListener('click', e => plain(e) && cameFrom(e.target.closest('.mark')));
doc.querySelectorAll('.find').forEach(find);
doc.querySelectorAll('#show-none').forEach(published);

// Clicks with a modifier, and other buttons than the first, are the browser's.
function plain(e) {
  return !(e.defaultPrevented || e.button || e.metaKey || e.ctrlKey || e.shiftKey || e.altKey);
}

function cards(glossary, words) {
  doc.documentElement.classList.add('js');

  let card, link, asked;    // what is open, the mention that opened it, the event that asked for it
  let pinned = false;       // opened on purpose: has the focus, stays, and is one step of the history
  let trail = [];           // cards on the way back, after mentions inside cards
  let timer;                // the one thing about to happen because of where the pointer is
  let closedAt = -1e9;
  let drifting;             // the page has moved under a pointer that has not
  let shut;                 // the mention under the pointer whose card was just put away
  let swapping, unwinding, goTo;

  const entry = a => doc.getElementById('actor-' + a.dataset.actor);
  const beside = () => getComputedStyle(glossary).getPropertyValue('--beside');
  const wait = (ms, f) => { clearTimeout(timer); timer = setTimeout(f, ms); };

  const button = (name, onclick) => Object.assign(doc.createElement('button'),
    { type: 'button', className: 'tool', textContent: words[name], onclick });
  const tools = doc.createElement('span');
  const back = button('back', () => swap(trail.pop()));
  const on = button('on', () => previews(true));
  tools.className = 'tools';
  tools.append(back, button('off', () => { previews(false); close(); }));
  glossary.querySelector('h2').after(on);
  on.hidden = true;
  previews();

  // previews tells whether names open on hover; the choice is remembered where the browser lets us.
  function previews(want) {
    try {
      if (want === false) localStorage.previews = 'off';
      if (want) delete localStorage.previews;
      on.hidden = localStorage.previews !== 'off';
    } catch {
      if (want !== undefined) on.hidden = want;
    }
    return on.hidden && !doc.querySelector('#show-none:checked');
  }

  // A name broken over lines has no box to stand beside: its card stands at the
  // pointer, or else at the start of the last line, and clear of all its lines.
  const ghost = doc.createElement('span');
  function anchor() {
    const lines = [...link.getClientRects()];
    if (lines.length < 2) return link;
    const last = lines.at(-1), top = lines[0].top;
    const x = asked.pointerType ? asked.clientX
      : getComputedStyle(link).direction === 'rtl' ? last.right : last.left;
    ghost.className = 'ghost';
    ghost.style.cssText = `left:${x + scrollX}px;top:${top + scrollY}px;height:${last.bottom - top}px`;
    doc.body.append(ghost);
    return ghost;
  }

  function put(next) {
    const slot = next.parentElement;
    slot.style.minBlockSize = slot.getBoundingClientRect().height + 'px';
    anchor().classList.add('anchor');
    card = next;
    card.tabIndex = -1;
    card.querySelector('.foot').append(tools);
    back.hidden = !trail.length;
    card.classList.toggle('still', !!swapping || performance.now() - closedAt < 300);
    card.showPopover({ source: link });
    card.scrollTop = 0;
  }

  // show opens the card of the mention a, at the wish of the event e.
  function show(a, e) {
    if (card && a === link) return;
    close();
    trail = [];
    link = a;
    asked = e;
    link.classList.add('on');
    put(entry(a));
  }

  function swap(next) {
    swapping = true;
    card.hidePopover();
    release();
    put(next);
    swapping = false;
    card.focus({ preventScroll: true });
  }

  function pin() {
    if (pinned) return;
    pinned = true;
    clearTimeout(timer);
    if (history.state?.card) return;
    history.scrollRestoration = 'manual';   // or going Back would move the page
    history.pushState({ card: true }, '');
  }

  function close() {
    clearTimeout(timer);
    card?.hidePopover();
  }

  function release() {
    card.parentElement.style.minBlockSize = '';
    link.classList.remove('anchor');
    ghost.remove();
  }

  // closed runs whoever closed the card: we, Esc, a tap outside, the system's Back.
  function closed() {
    const from = link, had = card.contains(doc.activeElement) || doc.activeElement === doc.body;
    release();
    from.classList.remove('on');
    card = link = null;
    closedAt = performance.now();
    shut = from.matches(':hover') && from;
    drifting = true;   // what was behind the card is under the pointer now, and not meant
    if (!pinned) return;
    pinned = false;
    if (goTo) return unwind();
    if (had) from.focus({ preventScroll: true });
    setTimeout(() => pinned || unwind(), 300);   // the same tap may open the next card, which then takes over the step
  }

  function unwind() {
    if (unwinding) return;   // one step was made, and is being taken back
    if (!history.state?.card) return leave();
    unwinding = true;
    history.back();
  }

  function leave() {
    const to = goTo;
    goTo = null;   // first: going to a fragment comes back here
    if (to) location.href = to;
  }

  addEventListener('popstate', () => {
    if (unwinding && pinned) {   // a card opened while we were on the way
      unwinding = false;
      return history.pushState({ card: true }, '');
    }
    unwinding = false;
    history.scrollRestoration = 'auto';
    if (pinned && !history.state?.card) close();
    requestAnimationFrame(leave);   // at once, and the browser would put the page back to where it was
  });
  addEventListener('pagehide', () => { history.scrollRestoration = 'auto'; });   // so that loading the page anew finds the place
  addEventListener('beforeprint', close);

  doc.addEventListener('beforetoggle', e => {
    if (e.target === card && e.newState === 'closed' && !swapping) closed();
  }, true);
  doc.addEventListener('focusin', e => card?.contains(e.target) && pin());
  doc.addEventListener('focusout', e => {
    if (card?.contains(e.target) && e.relatedTarget && !card.contains(e.relatedTarget) && !swapping) close();
  });

  doc.addEventListener('click', e => {
    const a = plain(e) && e.target.closest('a');
    if (!a) return;
    const inside = card?.contains(a);
    if (a.matches('.actor') && entry(a)) {
      e.preventDefault();
      if (!inside) show(a, e);
      else if (entry(a) !== card) {
        trail.push(card);
        return swap(entry(a));
      }
      card.focus({ preventScroll: true });
    } else if (inside && a.matches('.close')) {
      e.preventDefault();
      close();
    } else if (inside && pinned && !a.target) {   // leave by way of the page, so that Back leads to it and not to the card
      e.preventDefault();
      goTo = a.href;
      close();
    }
  });

  const mouse = (type, f) => doc.addEventListener(type, e => e.pointerType !== 'touch' && !pinned && f(e));
  function over(e) {
    if (drifting || e.buttons) return;
    const a = e.target.closest('.actor');
    if (a !== shut) shut = null;
    if (card && (a === link || card.contains(e.target))) clearTimeout(timer);
    else if (a && !shut && entry(a) && beside() && previews()) wait(card || performance.now() - closedAt < 300 ? 100 : 400, () => show(a, e));
  }
  function out(e) {
    if (drifting || !e.target.closest('.actor, .card')) return;
    clearTimeout(timer);
    if (card) wait(300, close);
  }
  mouse('pointerover', over);
  mouse('pointerout', out);
  mouse('pointermove', e => {
    if (!drifting) return;
    drifting = false;
    if (card) wait(300, close);
    over(e);
  });
  // While the page moves and the pointer rests, names pass under it that nobody means.
  doc.addEventListener('scroll', () => { drifting = true; clearTimeout(timer); });
}

// cameFrom shows, at a source's entry, which passage its mark was followed from.
function cameFrom(mark) {
  if (!mark) return;
  let said = mark;
  while (said && !said.dataset.said) said = said.previousElementSibling;
  doc.querySelectorAll('.nums [aria-current]').forEach(a => a.removeAttribute('aria-current'));
  doc.querySelector(`${mark.getAttribute('href')} [href="#said-${said?.dataset.said}"]`)?.setAttribute('aria-current', 'true');
}

// published keeps it for the next story when somebody wants one without its marks.
function published(choice) {
  try {
    if (localStorage.plain) choice.checked = true;
    doc.addEventListener('change', () => { localStorage.plain = choice.checked || '' });
  } catch {}
}

// find narrows the index to the entries that have every word that is typed in their
// name, their other names or their line, accents, dots and capitals aside.
function find(box) {
  const fold = s => s.normalize('NFKD').replace(/[\p{M}.'’ʼ]/gu, '').toUpperCase().replace(/[^\p{L}\p{N}]+/gu, ' ').trim();
  const entries = [...doc.querySelectorAll('.entries li')].map(li => [li, fold(li.textContent + ' ' + (li.dataset.also ?? ''))]);
  const found = box.lastChild;
  box.hidden = false;
  box.addEventListener('input', e => {
    const words = fold(e.target.value).split(' ');
    let left = 0;
    entries.forEach(([li, text]) => { left += !(li.hidden = !words.every(w => text.includes(w))) });
    doc.querySelectorAll('.kind, .kind > *').forEach(part => { part.hidden = !part.matches('h2') && !part.querySelector('.entries li:not([hidden])') });
    found.textContent = words[0] && (left ? found.dataset.left.replace('#', left) : found.dataset.none);
  });
}

export {};   // a module: its names are nobody else’s
