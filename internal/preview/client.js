// The preview's part in a page: it asks the server about the page whenever there
// is something new, then loads the page again, or swaps its stylesheets, or lets
// it be; and it shows what was found while the site was built, beside the
// paragraphs concerned, and why.
(() => {
  const script = document.currentScript;
  let version = script.dataset.version;

  // ---- What is new -------------------------------------------------------

  let asking = false, again = false, leaving = false;

  async function ask() {
    again = true;
    if (asking || leaving) return;
    asking = true;
    while (again) {
      again = false;
      try {
        const query = new URLSearchParams({ path: location.pathname, version });
        const answer = await fetch('/_preview/state?' + query);
        if (answer.ok) take(await answer.json());
      } catch {
        // The server is away. When it is back, that is an event.
      }
    }
    asking = false;
  }

  function take(state) {
    if (leaving) return;
    if (state.action === 'reload') {
      leaving = true;
      keepPlace();
      location.reload();
      return;
    }
    if (state.action === 'styles') swapStyles(state.styles);
    version = state.version;
    show(state);
    askWhy();
  }

  // Each stylesheet goes when its successor has arrived, so that the page is
  // never without.
  function swapStyles(hrefs) {
    const links = [...document.querySelectorAll('link[rel~=stylesheet]:not([data-going])')];
    links.forEach((old, i) => {
      if (old.getAttribute('href') === hrefs[i]) return;
      const link = old.cloneNode();
      link.href = hrefs[i];
      link.onload = link.onerror = () => old.remove();
      old.dataset.going = '';
      old.after(link);
    });
  }

  // ---- Hearing of it -----------------------------------------------------

  let hangUp;

  function listen() {
    hangUp?.();
    if (!window.SharedWorker) return listenAlone();
    let worker;
    try {
      worker = new SharedWorker(script.dataset.worker);
    } catch {
      return listenAlone();
    }
    worker.onerror = listenAlone;
    worker.port.onmessage = ask;
    hangUp = () => {
      worker.port.postMessage('bye');
      worker.port.close();
      hangUp = null;
    };
  }

  // Without a worker to share, a tab that nobody sees gives its connection up.
  function listenAlone() {
    let source, retry;
    const open = () => {
      source?.close();
      clearTimeout(retry);
      if (document.hidden) return;
      source = new EventSource('/_preview/events');
      source.addEventListener('generation', ask);
      source.onerror = () => {
        if (source.readyState === EventSource.CLOSED) retry = setTimeout(open, 1000);
      };
    };
    document.addEventListener('visibilitychange', open);
    open();
    hangUp = () => {
      document.removeEventListener('visibilitychange', open);
      clearTimeout(retry);
      source?.close();
      hangUp = null;
    };
  }

  // A link that somebody follows is not cut off by a reload. One that opens a program
  // leaves the page where it is.
  addEventListener('beforeunload', () => {
    if (leaving) return;
    leaving = true;
    setTimeout(() => { leaving = false; ask(); }, 5000);
  });
  addEventListener('pagehide', () => hangUp?.());
  addEventListener('pageshow', e => {
    if (!e.persisted) return;
    leaving = false;
    listen(); // back from the browser's memory, perhaps with an old page
  });

  // ---- Where the editor was ----------------------------------------------

  const placeKey = 'preview:' + location.pathname;
  const fields = () => [...document.querySelectorAll('input, select, textarea')];
  const mentions = id => [...document.querySelectorAll(`a[href="#${CSS.escape(id)}"]`)];

  function keepPlace() {
    const open = document.querySelector('[popover]:popover-open[id]');
    const active = document.activeElement;
    const place = {
      scroll: [scrollX, scrollY],
      details: [...document.querySelectorAll('details')].map(d => d.open),
      fields: fields().map(f => [f.type, f.value, f.checked]),
      card: open?.id,
      // Where the page marks the link that opened the card, that opens it again.
      link: open && mentions(open.id).findIndex(a => a.classList.contains('on')),
      focus: active && active !== document.body && !open?.contains(active) ? pathTo(active) : null,
    };
    try {
      sessionStorage.setItem(placeKey, JSON.stringify(place));
    } catch {
      // Storage is off: the browser's own scroll position has to do.
    }
  }

  // The way to an element from the nearest ancestor with an id.
  function pathTo(element) {
    const steps = [];
    let e = element;
    for (; e.parentElement && !e.id; e = e.parentElement) steps.unshift([...e.parentElement.children].indexOf(e));
    return { tag: element.tagName, from: e.id, steps };
  }

  function follow({ tag, from, steps }) {
    let e = from ? document.getElementById(from) : document.documentElement;
    for (const i of steps) e = e?.children[i];
    return e?.tagName === tag ? e : null;
  }

  function findPlace() {
    let place;
    try {
      place = JSON.parse(sessionStorage.getItem(placeKey));
      sessionStorage.removeItem(placeKey);
    } catch {
      return;
    }
    if (!place) return;
    document.querySelectorAll('details').forEach((d, i) => { d.open = place.details[i] ?? d.open; });
    fields().forEach((field, i) => {
      const [type, value, checked] = place.fields[i] ?? [];
      if (type !== field.type || type === 'file') return;
      if (field.value === value && field.checked === checked) return;
      field.checked = checked;
      if (type !== 'radio' && type !== 'checkbox') field.value = value;
      for (const name of ['input', 'change']) field.dispatchEvent(new Event(name, { bubbles: true }));
    });
    const scroll = () => scrollTo({ left: place.scroll[0], top: place.scroll[1], behavior: 'instant' });
    scroll();
    if (place.focus) follow(place.focus)?.focus({ preventScroll: true });
    const card = place.card && document.getElementById(place.card);
    if (card && !card.matches(':popover-open')) {
      mentions(card.id)[place.link]?.click();
      if (!card.matches(':popover-open') && card.popover) card.showPopover();
      scroll();
    }
    if (document.readyState !== 'complete') addEventListener('load', scroll, { once: true });
  }

  // ---- What was found ----------------------------------------------------

  const style = `
    :host { all: initial; }
    * { box-sizing: border-box; }
    section, details {
      font: 14px/1.45 ui-monospace, SFMono-Regular, Menlo, Consolas, monospace;
      color: #f4f1ea; background: #1d1b19; text-align: start; direction: ltr;
    }
    section {
      position: fixed; inset: auto 0 0 0; max-height: 70vh; overflow: auto; margin: 0;
      width: auto; border: 0; border-top: 4px solid #ff6b57; padding: 1rem 1.25rem 1.25rem;
      box-shadow: 0 -8px 40px #0008;
    }
    h2 { font: 600 15px/1.4 system-ui, sans-serif; margin: 0 3rem .75rem 0; color: #ff9c8d; }
    article { margin: 0 0 .75rem; }
    pre, p { font: inherit; margin: 0; white-space: pre-wrap; overflow-wrap: anywhere; }
    pre { color: #cfc8bb; }
    a { color: #9ecbff; }
    :focus-visible { outline: 2px solid #9ecbff; outline-offset: 2px; }
    button {
      position: absolute; inset-block-start: .75rem; inset-inline-end: 1rem; font: inherit;
      color: inherit; background: #3a3733; border: 0; border-radius: 4px; padding: .25rem .75rem; cursor: pointer;
    }
    .all {
      position: fixed; inset: auto auto 8px 8px; margin: 0; max-width: min(44rem, calc(100vw - 16px));
      max-height: 60vh; overflow: auto; border-radius: 6px; font-size: 12px; z-index: 2147483647; border: 1px solid #6b665e;
    }
    summary { cursor: pointer; padding: .3rem .6rem; color: #f0c674; }
    details article { padding: 0 .6rem; }

    .early {
      position: fixed; inset: auto 8px 8px auto; z-index: 2147483645; margin: 0; padding: .2rem .6rem;
      max-width: calc(100vw - 9rem); border-radius: 12px; font: 600 12px/1.4 system-ui, sans-serif; color: #231a00; background: #f0c674; pointer-events: none;
    }
    .beside, .why {
      --paper: #fffdf7; --ink: #2a2622; --faint: #6a6259; --line: #b98900; --link: #0b5cad; --bad: #b3261e; --good: #1f6f43;
      font: 12px/1.4 system-ui, sans-serif; color: var(--ink); background: var(--paper); text-align: start;
    }
    @media (prefers-color-scheme: dark) {
      .beside, .why {
        --paper: #24211d; --ink: #efe9df; --faint: #b3a999; --line: #d9a514; --link: #9ecbff; --bad: #ff8a7a; --good: #7fd1a0;
      }
    }
    .beside { position: absolute; border-inline-start: 3px solid var(--line); border-radius: 3px; box-shadow: 0 1px 4px #0003; }
    .beside.error { --line: var(--bad); }
    .beside summary { padding: .15rem .4rem; min-width: 24px; min-height: 24px; color: inherit; font-weight: 600; list-style: none; text-align: center; }
    .beside.wide summary { display: none; }
    .beside[open]:not(.wide) { z-index: 1; }
    .beside ul { list-style: none; margin: 0; padding: .3rem .6rem .4rem; max-height: 40vh; overflow: auto; }
    .beside li + li { margin-block-start: .4rem; }
    .beside small, .why small { font: inherit; font-size: 11px; color: var(--faint); }
    .beside a, .why a { color: var(--link); }
    .beside :focus-visible, .why :focus-visible { outline-color: var(--link); }

    .why {
      position: fixed; z-index: 2147483646; width: min(24rem, calc(100vw - 16px)); max-height: 45vh; overflow: auto;
      padding: .5rem .75rem; border: 1px solid var(--line); border-radius: 6px; box-shadow: 0 4px 24px #0005;
    }
    .why h2 { font: 600 13px/1.35 system-ui, sans-serif; color: inherit; margin: 0; overflow-wrap: anywhere; }
    .why .status { font-weight: 600; color: var(--line); }
    .why .status.confirmed { color: var(--good); }
    .why dl { display: grid; grid-template-columns: max-content 1fr; gap: .2rem .6rem; margin: .35rem 0; }
    .why dt { color: var(--faint); }
    .why dd { margin: 0; overflow-wrap: anywhere; }
    @media (forced-colors: active) { .beside, .why { border: 1px solid; } }
    @media print { :host { display: none; } }
  `;
  let root, shown = '', hidden = '', listOpen = false;

  const make = (name, properties, ...children) => {
    const e = Object.assign(document.createElement(name), properties);
    e.append(...children);
    return e;
  };
  const plural = (n, what) => `${n} ${what}${n === 1 ? '' : 's'}`;

  function item({ head, body, href }) {
    const line = href ? make('a', { href, textContent: head }) : head;
    const article = make('article', {}, make('p', {}, line));
    if (body) article.append(make('pre', { textContent: body }));
    return article;
  }

  function begin() {
    if (root) return;
    const host = make('backgrounder-preview');
    root = host.attachShadow({ mode: 'open' });
    const sheet = new CSSStyleSheet(); // an object: no policy of the page concerns it
    sheet.replaceSync(style);
    root.adoptedStyleSheets = [sheet];
    root.addEventListener('click', open);
    const marks = new CSSStyleSheet();
    marks.replaceSync(`main a[data-unready]::after {
      content: 'not published'; margin-inline-start: .5em; padding: .1em .5em; border-radius: 999px;
      font: 600 11px/1.4 system-ui, sans-serif; color: #231a00; background: #f0c674; display: inline-block; vertical-align: middle;
    }
    @media screen { .mark[data-unconfirmed], .source[data-unconfirmed] { outline: 2px dashed #b98900; outline-offset: 2px; } }
    @media print { main a[data-unready]::after { content: none; } }`);
    document.adoptedStyleSheets.push(marks);
    document.documentElement.append(host);
  }

  // An editor without addresses is opened by the server.
  async function open(e) {
    const link = e.target.closest('a');
    if (!link) return;
    if (/^https?:/.test(link.protocol) && link.host !== location.host) link.target = '_blank';
    if (link.origin !== location.origin || link.pathname !== '/_preview/open') return;
    e.preventDefault();
    const answer = await fetch(link.href, { headers: { 'X-Preview': 'open' } }).catch(() => {});
    if (!answer?.ok) link.after(make('small', { textContent: ' ' + (answer ? await answer.text() : 'the preview has ended') }));
  }

  function show({ stale, errors, warnings, more = 0, early, unready = [] }) {
    const now = JSON.stringify([stale, errors, warnings, more, early, unready]);
    if (now === shown) return;
    shown = now;
    begin();
    hideWhy();
    root.replaceChildren();
    if (early) root.append(make('p', { className: 'early', textContent: `Not published: ${early}` }));
    for (const link of document.links) {
      const elsewhere = link.origin === location.origin && link.pathname !== location.pathname;
      link.toggleAttribute('data-unready', elsewhere && unready.includes(link.pathname));
    }
    standBeside(errors, warnings);
    if (warnings.length) {
      const list = make('details', { className: 'all', open: listOpen },
        make('summary', { textContent: plural(warnings.length + more, 'warning') }), ...warnings.map(item));
      if (more) list.append(make('article', {}, `and ${more} more`));
      list.ontoggle = () => { listOpen = list.open; };
      root.append(list);
    }
    const text = JSON.stringify(errors);
    if (!errors.length) hidden = '';
    if (!errors.length || text === hidden) return;
    const close = make('button', { type: 'button', textContent: 'Hide' });
    const overlay = make('section', {},
      make('h2', { textContent: plural(errors.length, 'error') + (stale
        ? ': the page stays as it was until mended'
        : ': nothing can be published until mended') }),
      close, ...errors.map(item));
    overlay.setAttribute('role', 'alert');
    overlay.popover = 'manual'; // above cards, which are in the top layer too
    close.onclick = () => { hidden = text; overlay.remove(); };
    root.append(overlay);
    overlay.showPopover?.();
  }

  // ---- Findings beside their paragraphs ----------------------------------

  let beside = []; // of { box, element }, in the order of the page

  function standBeside(errors, warnings) {
    const groups = new Map();
    for (const f of [...errors.map(f => ({ ...f, error: true })), ...warnings]) {
      if (f.beside) groups.set(f.beside, [...groups.get(f.beside) ?? [], f]);
    }
    beside = [];
    for (const [selector, findings] of groups) {
      const element = document.querySelector(selector);
      if (!element) continue;
      findings.sort((a, b) => a.line - b.line);
      const said = make('summary', { textContent: findings.length, ariaLabel: plural(findings.length, 'finding') + ' in this paragraph' });
      const box = make('details', { className: 'beside' }, said, make('ul', {}, ...findings.map(f => make('li', {},
        f.href ? make('a', { href: f.href, textContent: f.message }) : f.message,
        ' ', make('small', { textContent: `line ${f.line} · ${f.rule}` })))));
      box.classList.toggle('error', findings.some(f => f.error));
      box.ontoggle = layOut;
      beside.push({ box, element });
    }
    beside.sort((a, b) => a.element.compareDocumentPosition(b.element) & Node.DOCUMENT_POSITION_FOLLOWING ? -1 : 1);
    root.append(...beside.map(b => b.box));
    layOut();
  }

  // Where the page leaves room at its side, findings are spelt out there; else
  // there is their number, which opens them.
  function layOut() {
    const rtl = getComputedStyle(document.documentElement).direction === 'rtl';
    const width = document.documentElement.clientWidth;
    let free = 0;
    for (const { box, element } of beside) {
      const r = element.getBoundingClientRect();
      box.hidden = !element.getClientRects().length;
      if (box.hidden) continue;
      const room = (rtl ? width - r.right : r.left) - 40; // a number of the paragraph may stand there
      const wide = room >= 140;
      if (wide !== box.classList.contains('wide')) {
        box.classList.toggle('wide', wide);
        box.open = wide;
      }
      box.style.width = wide ? `${Math.min(room, 280)}px` : box.open ? `min(22rem, ${width - 16}px)` : 'auto';
      const own = box.getBoundingClientRect();
      const left = wide ? (rtl ? r.right + 32 : r.left - 32 - own.width) : (rtl ? width - own.width - 2 : 2);
      const top = Math.max(r.top + scrollY, wide ? free : 0);
      box.style.left = `${left + scrollX}px`;
      box.style.top = `${top}px`;
      free = top + own.height + 6;
    }
  }

  addEventListener('resize', layOut);
  addEventListener('load', layOut);
  document.fonts?.ready.then(layOut);
  new ResizeObserver(layOut).observe(document.body);

  // ---- Why something was found -------------------------------------------

  let notes = [], tip, tipOf, coming, going;

  async function askWhy() {
    try {
      const answer = await fetch('/_preview/why?' + new URLSearchParams({ path: location.pathname }));
      if (answer.ok) notes = await answer.json();
    } catch {
      return; // as with every question, the next event asks again
    }
    for (const e of document.querySelectorAll('[data-unconfirmed]')) e.removeAttribute('data-unconfirmed');
    for (const { on, confirmed } of notes) {
      if (!confirmed) for (const e of document.querySelectorAll(on)) e.dataset.unconfirmed = '';
    }
  }

  // The innermost thing around an element that there is a note on.
  function noteOn(target) {
    let found, at;
    for (const note of notes) {
      const e = target.closest?.(note.on);
      if (e && (!at || at.contains(e))) [found, at] = [note, e];
    }
    return found && { note: found, element: at };
  }

  // A note stands below or above a line of the page; by is what brought it.
  function showWhy({ note, element }, x, line, by) {
    hideWhy();
    begin();
    tipOf = element;
    tip = make('div', { className: 'why' },
      make('h2', { textContent: note.title }),
      make('div', { className: note.confirmed ? 'status confirmed' : 'status', textContent: note.status }),
      make('dl', {}, ...note.reasons.flatMap(r => [
        make('dt', { textContent: r.decides }),
        make('dd', {}, r.on ? r.on + ': ' : '', r.rule),
      ])));
    if (note.href) tip.append(make('a', { href: note.href, textContent: `Open line ${note.line}` }), make('small', { textContent: by === 'focus' ? ' (Alt+Enter)' : '' }));
    tip.setAttribute('role', 'note');
    tip.setAttribute('aria-label', 'Why');
    tip.onpointerenter = () => clearTimeout(going);
    tip.onpointerleave = leave;
    root.append(tip);
    const r = tip.getBoundingClientRect(), edge = 8;
    const below = line.bottom + 6 + r.height < innerHeight;
    tip.style.left = `${Math.max(edge, Math.min(x, document.documentElement.clientWidth - r.width - edge))}px`;
    tip.style.top = `${Math.max(edge, below ? line.bottom + 6 : line.top - r.height - 6)}px`;
  }

  function takeAway() {
    tip?.remove();
    tip = tipOf = null;
  }

  function hideWhy() {
    clearTimeout(coming);
    clearTimeout(going);
    takeAway();
  }

  function leave() {
    clearTimeout(coming);
    clearTimeout(going);
    going = setTimeout(takeAway, 300); // time to reach the note itself
  }

  // Cards are the page's own, and so is everything that a click does something
  // with: there the note stays away.
  const pageIsBusy = () => document.querySelector('[popover]:popover-open');

  document.addEventListener('pointerover', e => {
    if (e.pointerType !== 'mouse') return;
    const on = noteOn(e.target);
    const control = e.target.closest?.('a, button, summary, input, [popover]');
    if (!on || control && control !== on.element) return leave();
    if (tip && tipOf === on.element) return clearTimeout(going);
    leave();
    const { clientX: x, clientY: y } = e;
    coming = setTimeout(() => {
      if (pageIsBusy()) return;
      const line = [...on.element.getClientRects()].find(r => r.top <= y && y <= r.bottom && r.height < 100);
      showWhy(on, x, line ?? { top: y - 10, bottom: y + 10 }, 'pointer');
    }, 500);
  });
  document.addEventListener('pointerleave', leave);
  document.addEventListener('focusin', e => {
    const on = noteOn(e.target);
    if (!on || !e.target.matches(':focus-visible') || pageIsBusy()) return hideWhy();
    const r = e.target.getBoundingClientRect();
    showWhy(on, r.left, r, 'focus');
    const { title, status, reasons } = on.note;
    e.target.ariaDescription = [title, status, ...reasons.map(r => `${r.decides} ${r.on}: ${r.rule}`)].join('. ');
  });
  document.addEventListener('focusout', () => { if (tip) leave(); });
  document.addEventListener('toggle', e => { if (e.newState === 'open' && e.target.popover) hideWhy(); }, true);
  document.addEventListener('pointerdown', e => { if (tip && !e.composedPath().includes(tip)) hideWhy(); });
  addEventListener('scroll', hideWhy, { passive: true });
  addEventListener('keydown', e => {
    if (e.key === 'Escape') hideWhy();
    const link = tip?.querySelector('a');
    if (e.key === 'Enter' && e.altKey && link && tipOf?.contains(document.activeElement)) {
      e.preventDefault();
      link.click();
    }
  });

  findPlace();
  // What the page itself needs comes first.
  if (document.readyState === 'complete') listen();
  else addEventListener('load', () => listen(), { once: true });
})();
