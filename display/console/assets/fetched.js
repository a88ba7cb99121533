// A page that is drawn on the server and stays right: a socket rings when
// something has changed, the page fetches itself and takes over the parts
// (data-part) that differ.

import {$, $$, text} from "../display/dom.js";
import {t} from "../display/text.js";
import {live} from "../display/live.js";
import {hm} from "../display/clock.js";
import {takeOver} from "../display/morph.js";

const root = document.documentElement;

/** fetched keeps the page right; url gives the page's address as it is now. */
export function fetched(path, {url = () => location.href, took = () => {}} = {}) {
  let wanted = false, under = false, seq = -1;

  async function refresh() {
    wanted = true;
    if (under) return;
    under = true;
    while (wanted) {
      wanted = false;
      try {
        const r = await fetch(url(), {headers: {Accept: "text/html"}});
        if (r.redirected || r.status === 403) { location.reload(); return; }
        if (r.ok) swap(await r.text());
      } catch { wanted = false; /* the line says that it is down, and rings when it is back */ }
    }
    under = false;
  }

  function swap(html) {
    const fresh = new DOMParser().parseFromString(html, "text/html");
    for (const part of $$("[data-part]", fresh)) {
      const old = $(`[data-part="${part.dataset.part}"]`);
      if (!old) continue;
      takeOver(old, part.childNodes);
      if (part.dataset.kind && old.dataset.kind !== part.dataset.kind) old.dataset.kind = part.dataset.kind;
    }
    took();
  }

  const line = live(path, {
    message(m) {
      if (m.type === "gone") return location.reload();
      if (m.type === "snapshot" && seq < 0) { seq = m.seq; return refresh(); }
      if (m.seq !== undefined) seq = m.seq;
      refresh();
    },
    state(s, since) {
      const e = $('[data-slot="live"]');
      e.dataset.live = s;
      text($('[data-slot="live-words"]'), s === "live" ? e.dataset.words || t("common.updated") : since ? t("common.stale", {time: hm(since.getTime(), root.dataset.zone)}) : t("common.offline"));
    },
  });
  // Minutes run on though nothing happens.
  setInterval(refresh, 30_000);
  return {line, refresh};
}
