// How large things must be for whoever stands furthest away: the server says how wide the
// picture is and how high capitals must be, in millimetres; here that becomes pixels of this
// window and sizes of this font.

import {$} from "../display/dom.js";

const WIDE = 16 / 9;

/** measure sets --number and --goal, the least sizes of a called number and of words for everybody. */
export function measure(board) {
  const {width, number, goal} = board.dataset;
  const across = innerWidth / Number(width);
  // The config may say how a screen hangs and be wrong: a picture is as high as it is.
  const upright = innerHeight > innerWidth;
  const perMM = upright && Number(width) > 900 ? across * WIDE : across;
  const root = document.documentElement;
  const set = (name, mm, signs) => root.style.setProperty(name, `${Math.ceil(Number(mm) * perMM / height(signs))}px`);
  set("--number", number, "A0");
  set("--goal-zh", goal, "国");
  set("--goal-latin", goal, "H");
  root.style.setProperty("--goal", root.style.getPropertyValue(root.dataset.lang === "zh" ? "--goal-zh" : "--goal-latin"));
}

// height is that of a text's signs in the page's bold font, in parts of its size.
function height(signs) {
  const c = document.createElement("canvas").getContext("2d");
  c.font = `700 200px ${getComputedStyle($("body")).fontFamily}`;
  const m = c.measureText(signs);
  return (m.actualBoundingBoxAscent + Math.max(0, m.actualBoundingBoxDescent)) / 200;
}
