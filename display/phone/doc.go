// Package phone is the page behind a ticket's QR: /t/{ref} and its socket.
//
// The page is drawn by the server in every state, with the words of the
// ticket's own language. The script keeps it true: the place in the queue comes
// by the socket, in words, and is written where it stands; when anything else has
// changed, the page is asked for and its middle put in place, so there is one set of
// sentences and no rule in JavaScript. Where no socket gets through, the script asks
// every five seconds with the page's tag, and most answers are a line. On waking it
// asks at once, whatever the socket looks like. Without a script the page asks for
// itself every few seconds, and every button is a form.
//
// What is guaranteed:
//
//   - The ref is the visitor's key. It stands in the address alone: not in the
//     title, the markup of links, logs, referrers or what is told to who shares the page.
//     A visit that is over draws it as a QR for the kiosk's scanner, once it is opened.
//   - A ref that can't be one, one of nobody's and one of another house cost the same
//     work and get the same answer. Who tries too many waits, and never keeps anybody
//     else in the hall from a ticket of today; see display.Strangers.
//   - No window before the call, no matter and no outcome ever.
//   - A socket's first message is a snapshot; its own changes follow at once, its
//     place in the queue at most once a second; seq never goes back.
//   - The page says within five seconds that it is no longer live, and of when it
//     is. It never promises that a phone rings.
//   - Five requests and 30 KB until it stands, in browsers of the last six years, at
//     320 px and at twice the type size.
//
// To be heard: title, colour and icon change by themselves; the phone vibrates where
// its browser can; it sounds after one tap, for no browser lets a page sound before
// one; the screen stays on after another, on a secure page only, and the page says so
// where it isn't one.
//
// 9,500 phones are one Watch and one goroutine that sends. What is kept of each
// is its socket, its language and the place told last. The round over all of
// them is cut into parts, between which own changes go first.
//
// Rejected: rendering the states in the script. Two sets of templates differ
// sooner or later, in the one moment a visitor looks. Rejected: a view kept for
// each ticket, to send only what differs: the places change for all at each
// call, and everything else changes so rarely that it is made anew. Rejected: Web
// Push. It goes through the browser maker's servers, so the house would need the
// internet and tell them who waits when; it needs a secure page and a question that
// most refuse; WeChat's browser and an iPhone's open page don't have it. Rejected: a
// service worker for the page without a line: it needs a secure page, too, and would
// show an old place in the queue with a straight face.
package phone
