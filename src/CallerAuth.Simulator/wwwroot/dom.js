// Elements without a template language: the page's policy allows no inline markup of behaviour, and text is always text.

export const $ = id => document.getElementById(id);

/** Makes an element; properties that begin with "on" are listeners, the others attributes. */
export function h(name, properties = {}, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(properties)) {
    if (value === false || value === null || value === undefined) continue;
    if (key.startsWith('on')) element.addEventListener(key.slice(2), value);
    else element.setAttribute(key, value === true ? '' : value);
  }
  element.append(...children.flat().filter(child => child !== null && child !== undefined && child !== false));
  return element;
}

/** Draws a line icon of 24 units. */
export function icon(...paths) {
  const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
  svg.setAttribute('viewBox', '0 0 24 24');
  svg.setAttribute('aria-hidden', 'true');
  for (const d of paths) {
    const path = document.createElementNS('http://www.w3.org/2000/svg', 'path');
    path.setAttribute('d', d);
    svg.append(path);
  }
  return svg;
}

/** Shows new content only where it differs, so that focus and a reader's place stay. */
export function draw(element, key, make) {
  if (element.dataset.drawn === key) return false;
  const hadFocus = element.contains(document.activeElement);
  element.dataset.drawn = key;
  element.replaceChildren(...[make()].flat().filter(Boolean));
  if (hadFocus) (element.querySelector('[data-focus]') ?? element.querySelector('[tabindex="-1"]'))?.focus();
  return true;
}

/** Posts as JSON, which another site's form cannot do. */
export function post(path, body) {
  return fetch(`/live/${path}`, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) }).catch(() => {});
}
