// The preview's part in a page: it asks the server about the page whenever there
// is something new, then loads the page again, or swaps its stylesheets, or lets
// it be; and it shows what was found while the site was built.
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
    details {
      position: fixed; inset: auto auto 8px 8px; margin: 0; max-width: min(44rem, calc(100vw - 16px));
      max-height: 60vh; overflow: auto; border-radius: 6px; font-size: 12px; z-index: 2147483647; border: 1px solid #6b665e;
    }
    summary { cursor: pointer; padding: .3rem .6rem; color: #f0c674; }
    details article { padding: 0 .6rem; }
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

  function show({ stale, errors, warnings, more = 0 }) {
    const now = JSON.stringify([stale, errors, warnings, more]);
    if (now === shown) return;
    shown = now;
    if (!root) {
      const host = make('backgrounder-preview');
      root = host.attachShadow({ mode: 'open' });
      const sheet = new CSSStyleSheet(); // an object: no policy of the page concerns it
      sheet.replaceSync(style);
      root.adoptedStyleSheets = [sheet];
      document.documentElement.append(host);
    }
    root.replaceChildren();
    if (warnings.length) {
      const list = make('details', { open: listOpen },
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

  findPlace();
  listen();
})();
