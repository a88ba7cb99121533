// Package phone is the page behind a ticket's QR: /t/{ref} and its socket.
//
// The page is drawn by the server in every state, with the words of the
// ticket's own language. The script keeps it true: the place in the queue comes
// by the socket and is written where it stands; when the ticket itself changes,
// the page is fetched and its middle put in place, so there is one set of
// sentences and no rule in JavaScript. Without a script the page asks for
// itself every few seconds.
//
// What is guaranteed:
//
//   - The ref is the visitor's key. It stands in the address alone: not in the
//     title, the markup of links, logs or referrers.
//   - No window before the call, no matter and no outcome ever.
//   - A socket's first message is a snapshot; its own changes follow at once, its
//     place in the queue at most once a second; seq never goes back.
//   - The page says within five seconds that it is no longer live, and since
//     when. It never promises that a phone rings.
//
// 9,500 phones are one Watch and one goroutine that sends. What is kept of each
// is its socket, its language and the place told last. The round over all of
// them is cut into parts, between which own changes go first.
//
// Rejected: rendering the states in the script. Two sets of templates differ
// sooner or later, in the one moment a visitor looks. Rejected: a view kept for
// each ticket, to send only what differs: the places change for all at each
// call, and everything else changes so rarely that it is made anew.
package phone
