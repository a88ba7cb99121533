// Package kiosk is the touch screen in the lobby, a ticket's way to paper, and
// the page that shows the paper.
//
// # The touch screen
//
// /kiosk/{id} asks in the visitor's own words, then names the services, each
// with its 取号: a common matter takes two touches. The ticket's page tells the
// truth about the paper and returns to the start by itself. Everything is drawn
// by the server and works as plain pages; the script fetches them instead of
// navigating, so that a lost server is a calm page that names the desk and
// comes back, and never the browser's own error.
//
// A tile is a department in its visitors' words, in the order in which the rules first name a service
// of it: fifteen services would be three pages of tiles, and the page that a tile leads to has a 取号
// for each of its services, so it is two touches either way. What leads on stands low on every page,
// where it can be reached from a wheelchair. Who has a number, an appointment or a code has one door:
// what is typed or scanned there says itself what it is.
//
// The search (package search) answers every key, from the services' words and names and the answers of
// the triage. How one ended is an event without what was typed: so many hits, and what was taken of them. A word
// that brought up nothing is a row of its own, where the rules have it kept.
//
// A group says first how many it is; the count goes along in the address, as language and looks do, and
// stands on the key that takes its one number.
//
// Who can't say which service it is gets there by the triage's questions, one a
// page. The way so far stands in the address alone: every page of it can be drawn
// anew, gone back from without loss, and sent again. The answers go with the ticket
// as its brief and are on nothing that the visitor holds.
//
// What is guaranteed:
//
//   - One drawn page gives one ticket, however often it is touched or sent.
//   - Nothing of a visitor is left for the next: choices travel in the address,
//     no page is kept, the history is one entry long, and a ticket's page leads
//     to the start three minutes after it was issued.
//   - No QR before somebody touched for it, except when there is no paper; none
//     at all where phones don't work.
//   - Who gets no paper learns it in words and in sound, once, sees number and QR
//     large enough to photograph for a minute, longer on a touch, and where people are.
//     Every fate of a slip has words of its own: what a printer didn't say is
//     never shown as printed.
//   - One touch asks for a person, once however often it is touched, and the page says
//     whether somebody is coming and where to go when nobody has answered.
//   - Who reads slowly has twice the time, four choices a page, and each page said aloud. Who sits
//     has every key in the lower part of an upright screen. Who can't see is led to a number by
//     voice alone, by keys that can be felt or by touches anywhere.
//   - No gesture and no shortcut that a page hears leads out of it; at night the screen is dark and
//     nothing stands still on it; a frozen page is told from a quiet one.
//   - A missed call is put right by a scanner on any page, or by the code on the paper.
//   - No window before the call, and no minutes as long as nothing is known.
//
// # The print room
//
// PrintRoom follows the queue's print jobs and hands each with its Slip to the
// spool of its printer. What a spool does comes back as commands, written down
// before the first byte leaves. At start a job that was under way is in doubt:
// nobody knows whether its paper came out, so it is never sent again unmarked.
// A slip for a printer that isn't there goes to another of its kiosk's; where there is
// none it fails at once, so that the visitor learns it.
// Stop it before the queue, or the end of a slip under way isn't written down.
//
// /paper shows what came out, drawn dot for dot; of a real printer, what was
// sent to it. /paper/template shows what the centre's slips look like on any
// printer, with their bytes, before one is printed.
//
// # Choices
//
// Rejected: a service worker for the lost server. It needs a secure page, which a kiosk in the
// house's own network has not; pages that come by fetch need none. A browser that starts before
// the server is the start script's to hold back: onedoor init writes one.
// Rejected: an attract loop over the page. It would cost the first visitor a touch.
//
// Rejected: language and looks in cookies, which the next visitor would inherit.
// Rejected: a single page that renders in the browser; the sentences and their
// conditions would stand in two places. Rejected: the body as part of the
// idempotency key. A second finger on another service of the same page is a
// slip of the hand, not a wish for two numbers.
package kiosk
