// The places of the console's page that scripts fill.

import {$} from "../display/dom.js";

/** slot gives a place by its name. */
export const slot = (name, within = document) => $(`[data-slot="${name}"]`, within);

/** show shows something, or doesn't. */
export const show = (e, on) => { e.hidden = !on; };
