// Tells the page around the frame how high this one is, so that it can give it the room: one number, and nothing else.
// Knows the sites in data-vaerter, and this one, which tries frames out; must not know what the page says. Without this file the frame has
// the height that its page gave it, and scrolls.

const hosts = [...document.documentElement.dataset.vaerter.split(" "), location.origin].filter(Boolean);

if (parent !== self) {
  new ResizeObserver(tell).observe(document.body);
  addEventListener("load", tell);
}

function tell() {
  const height = Math.ceil(document.body.getBoundingClientRect().height);
  for (const host of listeners()) parent.postMessage(height, host);
}

// Who is around us says the browser, or the address we came from; where neither does, as after a step to the next page in some browsers,
// each site is written to: a message is handed to none but the one it is addressed to.
function listeners() {
  const around = location.ancestorOrigins?.[0] ?? (document.referrer && new URL(document.referrer).origin);
  if (!around || (around === location.origin && !location.ancestorOrigins)) return hosts;
  return hosts.includes(around) ? [around] : [];
}
