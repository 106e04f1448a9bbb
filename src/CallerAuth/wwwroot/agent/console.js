// The browser's half of the agents' console: clocks, the form of "verify now", and telling when the page is not live.
(() => {
  'use strict';
  const root = document.documentElement;
  root.classList.add('scripted');

  // The server's clock counts: a computer's own may be minutes off.
  const offset = Number(document.body.dataset.now) - Date.now();
  const now = () => Date.now() + offset;
  const two = number => String(number).padStart(2, '0');
  const span = seconds => {
    const s = Math.max(0, Math.floor(seconds));
    return s < 3600 ? `${Math.floor(s / 60)}:${two(s % 60)}` : `${Math.floor(s / 3600)}:${two(Math.floor(s / 60) % 60)}:${two(s % 60)}`;
  };

  // What they show is in a tree of their own, so that Blazor's and theirs never meet.
  class Clock extends HTMLElement {
    connectedCallback() {
      this.text ??= this.attachShadow({ mode: 'open' }).appendChild(document.createTextNode(''));
      this.show();
      if (this.ticks) ticking.add(this);
    }
    disconnectedCallback() { ticking.delete(this); }
    attributeChangedCallback() { if (this.text) this.show(); }
  }
  const ticking = new Set();
  customElements.define('time-of', class extends Clock {
    static observedAttributes = ['at'];
    show() {
      const at = new Date(Number(this.getAttribute('at')));
      this.text.data = `${two(at.getHours())}:${two(at.getMinutes())}:${two(at.getSeconds())}`;
    }
  });
  customElements.define('time-since', class extends Clock {
    static observedAttributes = ['at'];
    ticks = true;
    show() { this.text.data = span((now() - Number(this.getAttribute('at'))) / 1000); }
  });
  customElements.define('time-left', class extends Clock {
    static observedAttributes = ['until'];
    ticks = true;
    show() { this.text.data = span((Number(this.getAttribute('until')) - now()) / 1000 + .99); }
  });
  setInterval(() => { for (const clock of ticking) clock.show(); }, 1000);

  // The number leaves the field before anything else happens to it.
  document.addEventListener('submit', async event => {
    const form = event.target;
    if (!form.matches('form[data-verify]')) return;
    event.preventDefault();
    const data = new URLSearchParams(new FormData(form));
    data.append('__RequestVerificationToken', document.querySelector('.bar input[name=__RequestVerificationToken]').value);
    const field = form.querySelector('[name=nationalId]');
    const refused = form.querySelector('.refused');
    const button = form.querySelector('button');
    field.value = '';
    refused.textContent = '';
    button.disabled = true;
    try {
      const answer = await fetch(form.action, { method: 'POST', body: data, redirect: 'manual' });
      if (answer.ok) return;
      refused.textContent = answer.status === 422 || answer.status === 503 ? await answer.text() : form.dataset.away;
    } catch {
      refused.textContent = form.dataset.away;
    } finally {
      button.disabled = false;
    }
    field.focus();
  });

  // What had the focus in "verify now" is taken away when a verification begins or ends. Only then, and only for whoever was there, the
  // focus goes to what came in its place: somebody else's verification must not take it from a field that is being filled in.
  let held = null, holder = null;
  document.addEventListener('focusin', event => {
    held = event.target;
    holder = held.closest('.verify');
  });
  document.addEventListener('focusout', ({ target }) => queueMicrotask(() => {
    if (target === held && target.isConnected && !target.disabled && document.activeElement !== target) held = null;
  }));
  new MutationObserver(() => {
    if (!held || held.isConnected) return;
    held = null;
    if (holder && document.activeElement === document.body)
      (holder.isConnected ? holder.querySelector('summary, h2') : document.querySelector('.board h1'))?.focus();
  }).observe(document.body, { childList: true, subtree: true });

  document.addEventListener('click', event => {
    if (event.target.closest('[data-reload]')) location.reload();
  });

  const banner = document.getElementById('components-reconnect-modal');
  if (!banner) return;
  let circuitLost = false;
  const tell = () => {
    const lost = circuitLost || !navigator.onLine;
    if (lost) root.dataset.connection = 'lost'; else delete root.dataset.connection;
  };
  banner.addEventListener('components-reconnect-state-changed', event => {
    const state = event.detail.state;
    circuitLost = state !== 'hide';
    tell();
    // The server knows the page no more (it was restarted, or too long ago): begin anew, maybe on another instance.
    if (state === 'rejected' || state === 'resume-failed') location.reload();
  });
  // What ends a circuit by a fault closes it without a word to the banner; Blazor then shows this element, and so do we where no circuit
  // begins at all. Only a page of its own comes back from that. One that breaks again and again waits longer.
  let isBroken = false;
  const breakDown = () => {
    if (isBroken) return;
    isBroken = circuitLost = true;
    tell();
    const before = Number(sessionStorage.getItem('broke'));
    sessionStorage.setItem('broke', Date.now());
    setTimeout(() => location.reload(), Date.now() - before < 60000 ? 15000 : 1500);
  };
  new MutationObserver(breakDown).observe(document.getElementById('blazor-error-ui'), { attributeFilter: ['style'] });
  let expecting;
  const expectBoard = () => {
    clearTimeout(expecting);
    expecting = setTimeout(() => {
      if (document.querySelector('.live') && !document.querySelector('.board')) breakDown();
    }, 10000);
  };
  addEventListener('offline', tell);
  addEventListener('online', tell);
  // Come back to from the browser's memory, a page is as old as when it was left.
  addEventListener('pageshow', event => { if (event.persisted) location.reload(); });

  // Whoever followed a link begins to read at the top of what it opened, as after a page load of one's own.
  // The board is drawn anew meanwhile, so the heading may go away with the focus and come back.
  const focusHeading = (until, isFirst) => {
    const heading = document.querySelector('.board h1');
    if (heading && (isFirst || document.activeElement === document.body)) heading.focus();
    if (Date.now() < until) setTimeout(() => focusHeading(until, false), 50);
  };

  Blazor.start({
    circuit: {
      // Silence for six seconds is a lost connection; the server says something every two.
      configureSignalR: builder => builder.withServerTimeout(6000).withKeepAliveInterval(2000),
      reconnectionOptions: { maxRetries: 10000, retryIntervalMilliseconds: tries => Math.min(500 * 2 ** Math.min(tries, 4), 4000) },
    },
  }).then(() => Blazor.addEventListener('enhancedload', () => {
    // The new page's attributes have replaced ours.
    root.classList.add('scripted');
    tell();
    // Without its circuit the board would go on showing the call that was opened before.
    if (circuitLost) location.reload();
    expectBoard();
    focusHeading(Date.now() + 2000, true);
  }));
  expectBoard();
})();
