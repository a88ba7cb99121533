// Clocks of the centre's time: <span data-clock>9:41</span> and
// <span data-date>. The zone is the centre's, not the machine's.

import {lang, t} from "./text.js";
import {$$, text} from "./dom.js";

/** parts gives hour, minute, month, day and weekday (0 is Sunday) in a zone. */
export function parts(ms, zone) {
  const f = new Intl.DateTimeFormat("en-GB", {
    timeZone: zone, hourCycle: "h23", hour: "numeric", minute: "2-digit", month: "numeric", day: "numeric", weekday: "short",
  });
  const p = Object.fromEntries(f.formatToParts(ms).map(({type, value}) => [type, value]));
  return {
    hour: Number(p.hour), minute: p.minute, month: Number(p.month), day: Number(p.day),
    weekday: ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"].indexOf(p.weekday),
  };
}

/** hm says a time as 9:41. */
export function hm(ms, zone) {
  const p = parts(ms, zone);
  return `${p.hour}:${p.minute}`;
}

/** date says a day as the catalogue does. */
export function date(ms, zone) {
  const p = parts(ms, zone);
  return t("common.date", {day: p.day, month: t(`common.month.${p.month}`), weekday: t(`common.weekday.${p.weekday}`)});
}

/** tick keeps every clock of the page right; now is live()'s, or Date.now. */
export function tick(now = Date.now, zone = document.documentElement.dataset.zone) {
  const draw = () => {
    const ms = now();
    for (const e of $$("[data-clock]")) text(e, hm(ms, zone));
    for (const e of $$("[data-date]")) text(e, date(ms, zone));
    setTimeout(draw, 1000 - (ms % 1000) + 5);
  };
  draw();
}

export {lang};
